/** What becomes of a source: a card that pays, or the code it is refused with. */
export interface Source {
  kind: 'card' | 'gift card' | 'bank';
  on_file?: boolean;
  /** The category is PAYMENT_METHOD_ERROR. */
  declined?: string;
  /** The request itself is refused; there is no payment. */
  refused?: string;
}

const declined = (code: string): Source => ({ kind: 'card', declined: code });
const onFile = (code?: string): Source => ({
  kind: 'card',
  on_file: true,
  ...(code && { declined: code }),
});
const bank = (code?: string): Source => ({ kind: 'bank', ...(code && { declined: code }) });

/** Every `source_id` that Square's sandbox knows, besides CASH and EXTERNAL. */
export const SOURCES: Record<string, Source> = {
  'cnon:card-nonce-ok': { kind: 'card' },
  'cnon:card-nonce-declined': declined('GENERIC_DECLINE'),
  'cnon:card-nonce-rejected-cvv': declined('CVV_FAILURE'),
  'cnon:card-nonce-rejected-postalcode': declined('ADDRESS_VERIFICATION_FAILURE'),
  'cnon:card-nonce-rejected-expiration': declined('INVALID_EXPIRATION'),
  'cnon:card-nonce-already-used': { kind: 'card', refused: 'CARD_TOKEN_USED' },
  'cnon:gift-card-nonce-ok': { kind: 'gift card' },
  'cnon:gift-card-nonce-insufficient-funds': {
    kind: 'gift card',
    declined: 'INSUFFICIENT_FUNDS',
  },
  'cnon:gift-card-nonce-insufficient-permission': {
    kind: 'gift card',
    declined: 'INSUFFICIENT_PERMISSIONS',
  },
  'ccof:customer-card-id-ok': onFile(),
  'ccof:customer-card-id-declined': onFile('GENERIC_DECLINE'),
  'ccof:customer-card-id-rejected-cvv': onFile('CVV_FAILURE'),
  'ccof:customer-card-id-rejected-postalcode': onFile('ADDRESS_VERIFICATION_FAILURE'),
  'ccof:customer-card-id-rejected-expiration': onFile('INVALID_EXPIRATION'),
  'ccof:customer-card-id-requires-verification': onFile('CARD_DECLINED_VERIFICATION_REQUIRED'),
  'bnon:bank-nonce-ok': bank(),
  'bnon:bank-nonce-failure': bank('GENERIC_DECLINE'),
  'bnon:bank-nonce-account-unusable': bank('ACCOUNT_UNUSABLE'),
  'bnon:bank-nonce-insufficient-funds': bank('INSUFFICIENT_FUNDS'),
  'bnon:bank-nonce-invalid-account': bank('INVALID_ACCOUNT'),
  'bnon:bank-nonce-buyer-refused-payment': bank('BUYER_REFUSED_PAYMENT'),
};

/** These come with 400 wherever declines come with 402. */
export const ALWAYS_400 = new Set(['INVALID_EXPIRATION']);

/** Amounts that Square's risk evaluation looks at. */
export const RISKY: Record<number, string> = { 2222: 'MODERATE', 3333: 'HIGH' };

/** What a sandbox terminal does with every checkout. */
export type Behaviour = 'pays' | 'tips' | 'gift card' | 'buyer cancels' | 'times out' | 'offline';

export const TERMINALS: Record<string, Behaviour> = {
  '9fa747a2-25ff-48ee-b078-04381f7c828f': 'pays',
  '22cd266c-6246-4c06-9983-67f0c26346b0': 'tips',
  '4mp4e78c-88ed-4d55-a269-8008dfe14e9': 'gift card',
  '841100b9-ee60-4537-9bcf-e30b2ba5e215': 'buyer cancels',
  '0a956d49-619a-4530-8e5e-8eac603ffc5e': 'times out',
  'da40d603-c2ea-4a65-8cfd-f42e36dab0c7': 'offline',
};

/** Device ids that answer a PING in their own way; every other one is there. */
export const SILENT_TERMINALS: Record<string, 'times out' | 'offline'> = {
  'e371fb66-29a2-45a6-a928-f8de0e864242': 'times out',
  '7647344e-aea2-4cff-ac53-513644de434d': 'offline',
};

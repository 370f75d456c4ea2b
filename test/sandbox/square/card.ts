import type { Source } from './test-values.ts';
import type { Payment } from './wire.ts';

/** What a buyer pays with. */
export type Paid = Source | 'CASH' | 'EXTERNAL';

/** Square's word for what was paid with. */
export function sourceType(source: Paid): Payment['source_type'] {
  if (typeof source === 'string') return source;
  return source.kind === 'bank' ? 'BANK_ACCOUNT' : 'CARD';
}

/** What was paid with, and why it was declined if it was. */
export function addDetails(payment: Payment, source: Paid, entry_method?: string): void {
  if (typeof source === 'string') return;
  const { declined } = source;
  const errors = declined ? [complaint(declined)] : [];
  if (source.kind === 'bank') {
    payment.bank_account_details = { transfer_type: 'ACH', errors };
    return;
  }
  const gift = source.kind === 'gift card';
  payment.card_details = {
    status: declined ? 'FAILED' : 'AUTHORIZED',
    card: {
      card_brand: gift ? 'SQUARE_GIFT_CARD' : 'VISA',
      last_4: gift ? '0000' : '1111',
      exp_month: 11,
      exp_year: 2030,
    },
    entry_method: entry_method ?? (source.on_file ? 'ON_FILE' : 'KEYED'),
    cvv_status: declined === 'CVV_FAILURE' ? 'CVV_REJECTED' : 'CVV_ACCEPTED',
    avs_status: declined === 'ADDRESS_VERIFICATION_FAILURE' ? 'AVS_REJECTED' : 'AVS_ACCEPTED',
    statement_description: 'SQ *LOCAL SQUARE',
    card_payment_timeline: declined ? {} : { authorized_at: payment.created_at },
    errors,
  };
}

const complaint = (code: string) => ({
  category: 'PAYMENT_METHOD_ERROR',
  code,
  detail: `Authorization error: '${code}'`,
});

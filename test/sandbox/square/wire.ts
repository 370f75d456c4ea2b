/** Integer cents, as Square writes them. */
export interface Money {
  amount: number;
  currency: string;
}

/** One entry of the `errors` in an answer. */
export interface Complaint {
  category: string;
  code: string;
  detail?: string;
  field?: string;
}

type PaymentStatus = 'APPROVED' | 'PENDING' | 'COMPLETED' | 'CANCELED' | 'FAILED';
type CardStatus = 'AUTHORIZED' | 'CAPTURED' | 'VOIDED' | 'FAILED';

/** What a card was at a payment. */
export interface CardDetails {
  status: CardStatus;
  card: { card_brand: string; last_4: string; exp_month: number; exp_year: number };
  entry_method: string;
  cvv_status?: string;
  avs_status?: string;
  statement_description?: string;
  refund_requires_card_presence?: boolean;
  card_payment_timeline: { authorized_at?: string; captured_at?: string; voided_at?: string };
  errors?: Complaint[];
}

/** A payment as Square answers it. */
export interface Payment {
  id: string;
  created_at: string;
  updated_at: string;
  amount_money: Money;
  tip_money?: Money;
  total_money: Money;
  approved_money: Money;
  app_fee_money?: Money;
  refunded_money?: Money;
  refund_ids?: string[];
  status: PaymentStatus;
  source_type: 'CARD' | 'CASH' | 'EXTERNAL' | 'BANK_ACCOUNT';
  card_details?: CardDetails;
  cash_details?: { buyer_supplied_money: Money; change_back_money: Money };
  external_details?: object;
  bank_account_details?: { transfer_type: string; errors?: Complaint[] };
  risk_evaluation?: { created_at: string; risk_level: string };
  location_id: string;
  order_id?: string;
  customer_id?: string;
  team_member_id?: string;
  reference_id?: string;
  note?: string;
  terminal_checkout_id?: string;
  delay_duration?: string;
  delay_action?: string;
  delayed_until?: string;
  capabilities?: string[];
  receipt_number?: string;
  receipt_url?: string;
  application_details: { square_product: string; application_id: string };
  version_token: string;
}

/** A refund as Square answers it. */
export interface Refund {
  id: string;
  status: 'PENDING' | 'COMPLETED' | 'REJECTED' | 'FAILED';
  amount_money: Money;
  payment_id: string;
  location_id: string;
  destination_type: string;
  reason?: string;
  team_member_id?: string;
  created_at: string;
  updated_at: string;
}

type CheckoutStatus = 'PENDING' | 'IN_PROGRESS' | 'CANCEL_REQUESTED' | 'CANCELED' | 'COMPLETED';

/** A checkout at a terminal as Square answers it. */
export interface Checkout {
  id: string;
  amount_money: Money;
  tip_money?: Money;
  reference_id?: string;
  note?: string;
  order_id?: string;
  device_options: { device_id: string; tip_settings?: { allow_tipping?: boolean } };
  payment_options?: { autocomplete?: boolean; delay_duration?: string; delay_action?: string };
  deadline_duration: string;
  status: CheckoutStatus;
  cancel_reason?: 'BUYER_CANCELED' | 'SELLER_CANCELED' | 'TIMED_OUT';
  payment_ids?: string[];
  payment_type: string;
  location_id: string;
  app_id: string;
  created_at: string;
  updated_at: string;
}

/** A request to a terminal that is not about money, as Square answers it. */
export interface Action {
  id: string;
  device_id: string;
  type: string;
  deadline_duration: string;
  status: CheckoutStatus;
  cancel_reason?: 'TIMED_OUT' | 'SELLER_CANCELED';
  location_id: string;
  app_id: string;
  created_at: string;
  updated_at: string;
}

/** The code that is typed into a terminal to pair it, as Square answers it. */
export interface DeviceCode {
  id: string;
  name?: string;
  code: string;
  device_id?: string;
  product_type: 'TERMINAL_API';
  location_id: string;
  status: 'UNPAIRED' | 'PAIRED' | 'EXPIRED';
  pair_by: string;
  created_at: string;
  status_changed_at: string;
  paired_at?: string;
}

/** By currency; making one takes longer than printing a receipt. */
const formats = new Map<string, Intl.NumberFormat>();

/** An amount as the guest reads it: `$1,234.50`, `-€3.00`. */
export function amount(cents: number, currency: string): string {
  const format = formats.get(currency) ?? formatOf(currency);
  formats.set(currency, format);
  return format.format(cents / 100);
}

function formatOf(currency: string): Intl.NumberFormat {
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
}

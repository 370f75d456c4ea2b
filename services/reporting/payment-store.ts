import type { Connection } from '#shared/storage.ts';

/** What later facts have to know of earlier ones. */
export function openPaymentFacts(connection: Connection) {
  const methodOf = connection
    .prepare('SELECT method FROM payment WHERE business_day >= ? AND payment_id = ? LIMIT 1')
    .pluck();
  const lastDay = connection.prepare('SELECT max(date) FROM business_day').pluck();
  return {
    methodOf: (day: string, payment_id: number) =>
      (methodOf.get(day, payment_id) as 'cash' | 'card' | undefined) ?? 'card',
    lastDay: () => lastDay.get() as string | null,
  };
}

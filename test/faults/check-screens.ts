import type { Evidence } from './evidence.ts';

/** A screen that comes now sees each open order, and none that is open no more. */
export function ordersNotShown({ books, shown }: Pick<Evidence, 'books' | 'shown'>): string[] {
  const open = books
    .rows<{ id: number }>('orders', "SELECT id FROM orders WHERE status = 'open'")
    .map(({ id }) => id);
  return [
    ...open.filter((id) => !shown.includes(id)).map((id) => `order ${id} is shown nowhere`),
    ...shown.filter((id) => !open.includes(id)).map((id) => `order ${id} is shown as open`),
  ];
}

import type { Ticket, TicketItem } from '#shared/contracts/tickets.ts';

const MINUTE_MS = 60_000;

interface Wish extends Partial<Omit<Ticket, 'items'>> {
  /** Minutes ago. */
  age?: number;
  items?: Partial<TicketItem>[];
}

const DISHES: Partial<TicketItem>[] = [
  {
    name: 'Juniper burger',
    quantity: 2,
    modifiers: [
      { mod_name: 'Medium rare', quantity: 1 },
      { mod_name: 'Sweet potato fries', quantity: 1 },
      { mod_name: 'Cheddar', quantity: 2 },
    ],
    note: 'no onions, allergic!',
  },
  { name: 'Crispy calamari', modifiers: [{ mod_name: 'Lemon aioli', quantity: 1 }] },
  { name: 'Caesar salad', quantity: 3, modifiers: [{ mod_name: 'Dressing aside', quantity: 1 }] },
  {
    name: 'Ribeye steak 400 g',
    modifiers: [{ mod_name: 'Rare', quantity: 1 }],
    note: 'sharp knife',
  },
  { name: 'Fries', quantity: 4 },
  { name: 'Grilled salmon', modifiers: [{ mod_name: 'Seasonal vegetables', quantity: 1 }] },
  { name: 'Crème brûlée' },
];

const at = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS).toISOString();

/** The n-th ticket: its order number, unless another is wished for. */
export function ticket(n: number, { age = 1, items, ...more }: Wish = {}): Ticket {
  const dishes = items ?? DISHES.slice(n % 5, (n % 5) + 1 + (n % 4));
  return {
    id: n,
    order_id: n,
    order_number: ((n - 1) % 99) + 1,
    station_id: 'grill',
    type: (['counter', 'dine_in', 'takeaway'] as const)[n % 3] ?? 'counter',
    status: 'new',
    recalled: false,
    rush: false,
    customer_name: n % 3 === 2 ? 'Zoë' : null,
    note: null,
    sent_at: at(age),
    scheduled_for: null,
    delivered_at: null,
    started_at: null,
    ready_at: null,
    bumped_at: null,
    original_position: n,
    items: dishes.map((dish, i) => item(n * 1_000 + i, dish)),
    ...more,
  };
}

export function item(order_item_id: number, dish: Partial<TicketItem>): TicketItem {
  const blank = { quantity: 1, modifiers: [], note: null, course: null } as const;
  const state = { change: 'none', bumped: false } as const;
  return {
    order_item_id,
    name: 'Fries',
    ...blank,
    ...state,
    ...dish,
    modifiers: dish.modifiers ?? [],
  };
}

export const many = (count: number, age = 12): Ticket[] =>
  Array.from({ length: count }, (_, i) =>
    ticket(i + 1, { age: Math.max(0, age - (i * age) / count) }),
  );

/** One of each kind that a cook may see. */
export function everyKind(): Ticket[] {
  const changed = [
    { ...DISHES[4] },
    { ...DISHES[0], change: 'changed' as const },
    { ...DISHES[1], change: 'cancelled' as const },
    { ...DISHES[6], change: 'added' as const },
  ];
  const courses = [
    { ...DISHES[1], course: 1, bumped: true },
    { ...DISHES[2], course: 1 },
    { ...DISHES[3], course: 2 },
    { ...DISHES[6], course: 3 },
  ];
  return [
    ticket(1, { age: 9.2, rush: true, note: 'Birthday: candle on the dessert' }),
    ticket(2, { age: 9, customer_name: 'María José', status: 'in_progress' }),
    ticket(3, { age: 6.1, items: changed, type: 'dine_in' }),
    ticket(4, { age: 4, items: courses, type: 'dine_in', customer_name: 'Table 12' }),
    ticket(5, { age: 3, recalled: true, status: 'in_progress' }),
    ticket(6, { age: 2.5, status: 'ready', type: 'takeaway', customer_name: 'Ben' }),
    ticket(7, { age: 0.4, scheduled_for: at(-20), customer_name: 'Pick up' }),
    ticket(98, { age: 0.1 }),
  ];
}

/** Longer than any screen is high. */
export const banquet = (): Ticket =>
  ticket(17, {
    type: 'dine_in',
    customer_name: 'Banquet, upstairs',
    items: Array.from({ length: 30 }, (_, i) => ({
      ...DISHES[i % DISHES.length],
      quantity: i + 1,
    })),
  });

/** What the letters of the world do to a card. */
export function theWorld(): Ticket[] {
  const long = 'Slow-roasted shoulder of Icelandic lamb with rosemary, garlic and new potatoes';
  const word = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk';
  return [
    ticket(21, {
      customer_name: 'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh',
      note: 'The guest asks whether everything on the table can come at the very same time, please',
      items: [
        { name: long, quantity: 12 },
        { name: word, note: word },
      ],
    }),
    ticket(22, {
      customer_name: 'נועה לוי',
      note: 'בלי בצל (no onion), שולחן 4',
      items: [
        {
          name: 'המבורגר בקר 220 גרם',
          quantity: 2,
          modifiers: [{ mod_name: 'מידיום', quantity: 1 }],
        },
        {
          name: 'سلطة فتوش',
          note: 'بدون بصل',
          modifiers: [{ mod_name: 'دبس الرمان', quantity: 2 }],
        },
      ],
    }),
    ticket(23, {
      customer_name: '山田 太郎',
      note: 'アレルギー：えび',
      items: [
        { name: '天ぷらうどん', quantity: 2, modifiers: [{ mod_name: '大盛り', quantity: 1 }] },
        { name: '宫保鸡丁配米饭和时令蔬菜以及特制辣酱', note: '不要花生' },
        { name: '김치찌개', modifiers: [{ mod_name: '맵게', quantity: 1 }] },
      ],
    }),
  ];
}

import { cents } from '#shared/contracts/money.ts';

/** The demo's restaurant: what `npm start` sells on its first day. Prices in cents. */
export const DEMO_STORE = {
  store_name: 'Juniper & Rye',
  address_lines: ['214 Mill Street', 'Hudson, NY 12534'],
  currency: 'USD',
  business_day_cutoff: '04:00',
  receipt_header: ['Neighborhood kitchen & bar'],
  receipt_footer: ['Thank you - come back soon!', 'juniperandrye.example'],
};

/** Parts per million. */
export const DEMO_TAXES = [
  { name: 'Sales tax', percentage: 80_000, is_default: true },
  { name: 'Alcohol tax', percentage: 20_000 },
];

export const DEMO_DISCOUNTS = [
  { name: 'Neighbors 10%', amount: cents(1000), is_percentage: true },
  { name: '$5 off', amount: cents(500), is_percentage: false },
];

interface DemoList {
  name: string;
  min: number;
  max: number;
  mods: [name: string, cents: number][];
}

export const DEMO_LISTS: Record<string, DemoList> = {
  doneness: {
    name: 'Doneness',
    min: 1,
    max: 1,
    mods: [
      ['Rare', 0],
      ['Medium rare', 0],
      ['Medium', 0],
      ['Medium well', 0],
      ['Well done', 0],
    ],
  },
  burger: {
    name: 'Burger extras',
    min: 0,
    max: 5,
    mods: [
      ['Cheddar', 150],
      ['Smoked bacon', 250],
      ['Fried egg', 200],
      ['Avocado', 275],
      ['No onion', 0],
    ],
  },
  side: {
    name: 'Side',
    min: 1,
    max: 1,
    mods: [
      ['Fries', 0],
      ['Garden salad', 0],
      ['Sweet potato fries', 150],
    ],
  },
  salad: {
    name: 'Add to salad',
    min: 0,
    max: 3,
    mods: [
      ['Grilled chicken', 500],
      ['Salmon', 750],
      ['No dressing', 0],
    ],
  },
  milk: {
    name: 'Milk',
    min: 0,
    max: 1,
    mods: [
      ['Whole milk', 0],
      ['Oat milk', 75],
      ['Almond milk', 75],
    ],
  },
  serving: {
    name: 'Serving',
    min: 0,
    max: 2,
    mods: [
      ['No ice', 0],
      ['Extra lime', 0],
      ['Double', 400],
    ],
  },
};

interface DemoItem {
  name: string;
  price: number;
  lists?: string[];
  alcohol?: true;
}

const item = (name: string, price: number, ...lists: string[]): DemoItem => ({
  name,
  price,
  lists,
});
const drink = (name: string, price: number, ...lists: string[]): DemoItem => ({
  ...item(name, price, ...lists),
  alcohol: true,
});

export const DEMO_MENU: [category: string, items: DemoItem[]][] = [
  [
    'Starters',
    [
      item('Tomato soup', 700),
      item('Crispy calamari', 1250),
      item('Burrata & peaches', 1400),
      item('Chicken wings', 1150),
      item('Bread & cultured butter', 500),
    ],
  ],
  [
    'Salads',
    [
      item('Caesar salad', 1100, 'salad'),
      item('Roasted beet salad', 1250, 'salad'),
      item('House salad', 850, 'salad'),
    ],
  ],
  [
    'Mains',
    [
      item('Juniper burger', 1550, 'doneness', 'side', 'burger'),
      item('Veggie burger', 1450, 'side', 'burger'),
      item('Steak frites', 2900, 'doneness'),
      item('Roast half chicken', 2200, 'side'),
      item('Fish & chips', 1850),
      item('Mushroom risotto', 1750),
      item('Fettuccine al pesto', 1650),
      item('Braised short rib', 2650),
    ],
  ],
  [
    'Desserts',
    [
      item('Crème brûlée', 900),
      item('Chocolate torte', 950),
      item('Apple crumble', 850),
      item('Affogato', 700),
    ],
  ],
  [
    'Coffee & soft drinks',
    [
      item('Espresso', 325),
      item('Cappuccino', 475, 'milk'),
      item('Cold brew', 450, 'milk'),
      item('Lemonade', 400, 'serving'),
      item('Ginger beer', 450, 'serving'),
      item('Sparkling water', 375),
    ],
  ],
  [
    'Bar',
    [
      drink('Rye old fashioned', 1400, 'serving'),
      drink('Juniper gin & tonic', 1200, 'serving'),
      drink('Draft lager', 750),
      drink('Draft IPA', 800),
      drink('House red, glass', 1050),
      drink('House white, glass', 1050),
    ],
  ],
];

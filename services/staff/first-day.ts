import { cents } from '#shared/contracts/money.ts';
import { hashPin } from './pin.ts';
import type { Member } from './person.ts';
import type { Store } from './store.ts';

/** The demo's people; the banner of `npm start` tells their PINs. */
const DEMO_STAFF = [
  { name: 'Ada Whitcombe', pin: '2468', isAdmin: true, hourly_rate: cents(2600) },
  { name: 'Ben Okafor', pin: '1357', isAdmin: false, hourly_rate: cents(1850) },
  { name: 'Carla Mendes', pin: '8642', isAdmin: false, hourly_rate: cents(1850) },
];

/** In a transaction, in the demo: people where there is nobody yet. */
export function firstDay(store: Store, pepper: Buffer, saved: (person: Member) => void): void {
  if (!store.isEmpty()) return;
  for (const { pin, ...person } of DEMO_STAFF) {
    saved(store.add({ ...person, pin_hash: hashPin(pepper, pin), available: true }));
  }
}

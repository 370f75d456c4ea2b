import { staff } from '#shared/contracts/staff.ts';
import type { Desk } from './commands.ts';
import { secretly } from './prompt.ts';

/** Gives an admin another PIN, for whoever may sit at the machine itself. */
export async function resetAdminPin({ options, asker, say }: Desk): Promise<boolean> {
  const desk = await asker();
  const { staff: people } = await desk.ask(staff, 'list_staff', { available: true });
  const admins = people.filter(({ isAdmin }) => isAdmin);
  const id = options.staff === undefined ? undefined : Number(options.staff);
  const wanted = id === undefined ? admins : admins.filter((one) => one.id === id);
  const [admin] = wanted;
  if (!admin || wanted.length > 1) {
    const names = admins.map((one) => `${one.id} ${one.name}`).join(', ');
    throw new Error(`Whose? Say --staff ID: ${names}.`);
  }
  say(`Another PIN for ${admin.name}; all sessions of ${admin.name} end.`);
  const new_pin = await secretly('The new PIN, 4 digits', true);
  await desk.ask(staff, 'reset_admin_pin', { staff_id: admin.id, new_pin });
  say('It is set, and in the audit.');
  return true;
}

import { z } from 'zod';
import type { Operation } from './contract.ts';
import { id, text } from './fields.ts';
import { cents } from './money.ts';
import { hourlyRate, member, pin } from './person.ts';

/** Who works here. */
export const people = {
  list_staff: {
    summary: 'Everybody who works or worked here',
    description: '`hourly_rate` is there for admins, and of oneself.',
    http: 'GET /staff/list',
    role: 'staff',
    kind: 'read',
    tag: 'Staff',
    input: z.strictObject({ available: z.boolean().optional() }),
    output: z.object({ staff: z.array(member) }).meta({ id: 'StaffList' }),
    errors: [],
  },
  get_staff: {
    summary: 'A person',
    http: 'GET /staff/:staff_id',
    role: 'staff',
    kind: 'read',
    tag: 'Staff',
    input: z.strictObject({ staff_id: id }),
    output: member,
    errors: ['STAFF_NOT_FOUND'],
  },
  add_staff: {
    summary: 'Take somebody on',
    http: 'POST /staff',
    role: 'admin',
    kind: 'write',
    tag: 'Staff',
    status: 201,
    input: z.strictObject({
      name: text(60),
      pin,
      hourly_rate: hourlyRate.default(cents(0)),
      isAdmin: z.boolean().default(false),
      available: z.boolean().default(true),
    }),
    output: member,
    errors: ['WEAK_PIN', 'PIN_TAKEN'],
  },
  change_staff: {
    summary: 'Change what is said of a person; what is left out stays',
    description: 'Another role, or being unavailable, ends all sessions of that person.',
    http: 'PUT /staff/:staff_id',
    role: 'admin',
    kind: 'write',
    tag: 'Staff',
    input: z.strictObject({
      staff_id: id,
      name: text(60).optional(),
      hourly_rate: hourlyRate.optional(),
      isAdmin: z.boolean().optional(),
      available: z.boolean().optional(),
    }),
    output: member,
    errors: ['STAFF_NOT_FOUND', 'LAST_ADMIN'],
  },
  remove_staff: {
    summary: 'Let somebody go: unavailable from now on, while the past stays in the reports',
    http: 'DELETE /staff/:staff_id',
    role: 'admin',
    kind: 'write',
    tag: 'Staff',
    input: z.strictObject({ staff_id: id }),
    output: member,
    errors: ['STAFF_NOT_FOUND', 'LAST_ADMIN'],
  },
  set_pin: {
    summary: 'Give a person another PIN',
    description: 'Ends all sessions of that person but the one by which it is asked.',
    http: 'PUT /staff/:staff_id/pin',
    role: 'admin',
    kind: 'write',
    tag: 'Staff',
    input: z.strictObject({ staff_id: id, new_pin: pin }),
    output: z.object({ changed: z.boolean() }).meta({ id: 'ChangedPin' }),
    errors: ['STAFF_NOT_FOUND', 'WEAK_PIN', 'PIN_TAKEN'],
  },
} as const satisfies Record<string, Operation>;

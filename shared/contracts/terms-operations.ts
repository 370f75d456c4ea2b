import { z } from 'zod';
import type { Operation } from './contract.ts';
import { id, nothing } from './fields.ts';
import {
  cardFee,
  clockTime,
  discount,
  discountGroup,
  eventPricing,
  happyHour,
  tax,
} from './menu.ts';
import { deleted, expected_version } from './menu-operations.ts';
import { settings, settingsAnswer } from './settings.ts';

const read = { role: 'staff', kind: 'read', tag: 'Discounts & Fees' } as const;
const change = { role: 'admin', kind: 'write', tag: 'Discounts & Fees' } as const;
const save = { ...change, status: 201 } as const;

const { name, sort_order, available } = discount.shape;
const optional = { sort_order: sort_order.optional(), available: available.optional() };
const ofTax = {
  name,
  percentage: tax.shape.percentage,
  inclusive: tax.shape.inclusive.optional(),
  available: available.optional(),
  is_default: tax.shape.is_default.optional(),
};
const ofGroup = { name, ...optional };
const ofDiscount = {
  name,
  amount: discount.shape.amount,
  is_percentage: discount.shape.is_percentage,
  group_id: id.nullable().optional(),
  ...optional,
};
const changed = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject({ ...z.strictObject(shape).partial().shape, expected_version });

const discountSettings = z.object({ enabled: z.boolean() }).meta({ id: 'DiscountSettings' });
const wantedHours = z
  .strictObject({ ...happyHour.shape, start: clockTime, end: clockTime })
  .meta({ id: 'WantedHappyHour' });

export const termsOperations = {
  list_taxes: {
    ...read,
    tag: 'Catalog',
    summary: 'All taxes',
    http: 'GET /taxes',
    input: nothing,
    output: z.object({ taxes: z.array(tax) }).meta({ id: 'Taxes' }),
    errors: [],
  },
  save_tax: {
    ...save,
    tag: 'Catalog',
    summary: 'Create a tax, or change the one with this id',
    http: 'POST /taxes',
    input: z.strictObject({ id: id.optional(), ...ofTax, expected_version }),
    output: tax,
    errors: ['TAX_NOT_FOUND', 'NAME_TAKEN', 'TOO_MANY', 'VERSION_CONFLICT'],
  },
  update_tax: {
    ...change,
    tag: 'Catalog',
    summary: 'Change a tax; lines that are ordered keep the rate of their moment',
    http: 'PUT /taxes/:tax_id',
    input: changed(ofTax).extend({ tax_id: id }),
    output: tax,
    errors: ['TAX_NOT_FOUND', 'NAME_TAKEN', 'VERSION_CONFLICT'],
  },
  delete_tax: {
    ...change,
    tag: 'Catalog',
    summary: 'Delete a tax; items lose it',
    http: 'DELETE /taxes/:tax_id',
    input: z.strictObject({ tax_id: id, expected_version }),
    output: deleted,
    errors: ['TAX_NOT_FOUND', 'VERSION_CONFLICT'],
  },
  list_discounts: {
    ...read,
    summary: 'All discounts, sorted',
    http: 'GET /discounts',
    input: nothing,
    output: z.object({ discounts: z.array(discount) }).meta({ id: 'Discounts' }),
    errors: [],
  },
  save_discount: {
    ...save,
    summary: 'Create a discount, or change the one with this id',
    http: 'POST /discounts',
    input: z.strictObject({ id: id.optional(), ...ofDiscount, expected_version }),
    output: discount,
    errors: ['DISCOUNT_NOT_FOUND', 'NAME_TAKEN', 'TOO_MANY', 'VERSION_CONFLICT'],
  },
  update_discount: {
    ...change,
    summary: 'Change a discount; what is not named stays',
    http: 'PUT /discounts/:discount_id',
    input: changed(ofDiscount).extend({ discount_id: id }),
    output: discount,
    errors: ['DISCOUNT_NOT_FOUND', 'NAME_TAKEN', 'VERSION_CONFLICT'],
  },
  delete_discount: {
    ...change,
    summary: 'Delete a discount; orders that have it keep it',
    http: 'DELETE /discounts/:discount_id',
    input: z.strictObject({ discount_id: id, expected_version }),
    output: deleted,
    errors: ['DISCOUNT_NOT_FOUND', 'VERSION_CONFLICT'],
  },
  list_discount_groups: {
    ...read,
    summary: 'All groups of discounts, sorted',
    http: 'GET /discounts/groups',
    input: nothing,
    output: z.object({ groups: z.array(discountGroup) }).meta({ id: 'DiscountGroups' }),
    errors: [],
  },
  save_discount_group: {
    ...save,
    summary: 'Create a group of discounts, or change the one with this id',
    http: 'POST /discounts/groups',
    input: z.strictObject({ id: id.optional(), ...ofGroup, expected_version }),
    output: discountGroup,
    errors: ['DISCOUNT_GROUP_NOT_FOUND', 'NAME_TAKEN', 'TOO_MANY', 'VERSION_CONFLICT'],
  },
  update_discount_group: {
    ...change,
    summary: 'Change a group of discounts; what is not named stays',
    http: 'PUT /discounts/groups/:discount_group_id',
    input: changed(ofGroup).extend({ discount_group_id: id }),
    output: discountGroup,
    errors: ['DISCOUNT_GROUP_NOT_FOUND', 'NAME_TAKEN', 'VERSION_CONFLICT'],
  },
  delete_discount_group: {
    ...change,
    summary: 'Delete a group; its discounts stay, in no group',
    http: 'DELETE /discounts/groups/:discount_group_id',
    input: z.strictObject({ discount_group_id: id, expected_version }),
    output: deleted,
    errors: ['DISCOUNT_GROUP_NOT_FOUND', 'NAME_TAKEN', 'VERSION_CONFLICT'],
  },
  get_discount_settings: {
    ...read,
    summary: 'Whether discounts are given at all',
    http: 'GET /discounts/settings',
    input: nothing,
    output: discountSettings,
    errors: [],
  },
  set_discount_settings: {
    ...change,
    summary: 'Switch all discounts on or off; orders that have one keep it',
    http: 'PUT /discounts/settings',
    input: z.strictObject({ enabled: z.boolean() }),
    output: discountSettings,
    errors: [],
  },
  get_card_fee: {
    ...read,
    summary: 'What paying by card costs the guest',
    http: 'GET /card_fee',
    input: nothing,
    output: cardFee,
    errors: [],
  },
  set_card_fee: {
    ...change,
    summary: 'Change the card fee; what is not named stays',
    http: 'POST /card_fee',
    input: z.strictObject({
      ...cardFee.omit({ version: true }).partial().shape,
      expected_version,
    }),
    output: cardFee,
    errors: ['VERSION_CONFLICT'],
  },
  get_event_pricing: {
    ...read,
    tag: 'Catalog',
    summary: 'Whether event prices hold now, and the week in which they do',
    http: 'GET /catalog/event_pricing',
    input: nothing,
    output: eventPricing,
    errors: [],
  },
  set_event_pricing: {
    ...change,
    tag: 'Catalog',
    summary: 'Switch event pricing by hand, or give it a week',
    description:
      'What is set by hand holds until the schedule next switches. A new schedule without ' +
      '`active` takes effect at once. Lines that are ordered keep their price.',
    http: 'PUT /catalog/event_pricing',
    input: z.strictObject({
      active: z.boolean().optional(),
      schedule: z.array(wantedHours).max(50).optional(),
      expected_version,
    }),
    output: eventPricing,
    errors: ['VERSION_CONFLICT'],
  },
  get_settings: {
    ...read,
    tag: 'System Administration',
    summary: "The store's settings",
    http: 'GET /system/settings',
    input: nothing,
    output: settingsAnswer,
    errors: [],
  },
  set_settings: {
    ...change,
    tag: 'System Administration',
    summary: 'Change settings; what is not named stays',
    http: 'PUT /system/settings',
    input: z.strictObject({
      ...settings.omit({ version: true }).partial().shape,
      expected_version,
    }),
    output: settingsAnswer,
    errors: ['CURRENCY_FIXED', 'VERSION_CONFLICT'],
  },
} as const satisfies Record<string, Operation>;

import { z } from 'zod';

/**
 * Digits in groups, as cards have them: with spaces or dashes between, of any script's making. A
 * UUID is found first and left alone: its groups may be digits, and pass the check by chance.
 */
const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi;
const IS_UUID = new RegExp(`^${UUID.source}$`, 'i');
const FOUND = new RegExp(`${UUID.source}|\\d+(?:[\\p{Zs}\\p{Pd}]+\\d+)*`, 'giu');
/** ISO/IEC 7812: so many digits has the number of a card. */
const [FEWEST, MOST] = [13, 19];
/** Below it a number has too few digits; no id, amount or count of ours comes near. */
const LEAST_NUMBER = 10 ** (FEWEST - 1);

/** Whether a text holds what could be the number of a card: 13–19 digits that pass Luhn's check. */
export function looksLikeCardNumber(text: string): boolean {
  if (text.length < FEWEST) return false;
  for (const [found] of text.matchAll(FOUND)) if (isCardNumber(found)) return true;
  return false;
}

/**
 * What a random key has by chance: words of digits and letters in turns, and what a clock says,
 * which begins with 1, as only airlines' cards do.
 */
const BY_CHANCE = /\w*\d[a-z_]+\d\w*|(?<!\d)1\d{12,18}(?!\d)/gi;

/** Whether somebody made a key of the number of a card; a random one is never taken for one. */
export function keyLooksLikeCardNumber(key: string): boolean {
  return looksLikeCardNumber(key.replace(UUID, '/').replace(BY_CHANCE, '/'));
}

/** The text with what could be the number of a card taken out. */
export function withoutCardNumbers(text: string): string {
  return text.replace(FOUND, (found) => (isCardNumber(found) ? '[card number]' : found));
}

/** Some of its groups, one after the other: before and after them may stand a date or a code. */
function isCardNumber(found: string): boolean {
  if (found.length < FEWEST || IS_UUID.test(found)) return false;
  const groups = found.match(/\d+/g) ?? [];
  for (const first of groups.keys()) {
    let digits = '';
    for (const group of groups.slice(first)) {
      digits += group;
      if (digits.length > MOST) break;
      if (digits.length >= FEWEST && passesLuhn(digits)) return true;
    }
  }
  return false;
}

/** Every second digit from the right doubled, its own digits added: all of it ends in 0. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const value = Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 1 : 2);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

const made = new WeakSet<z.core.$ZodType>();

/** A text that machines make and nobody types: a hash or a key, where digits mean nothing. */
export function madeByMachine<S extends z.ZodType>(schema: S): S {
  made.add(schema);
  return schema;
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return 'innerType' in def ? unwrapped(def.innerType) : schema;
}

const ANYTHING = z.unknown();
type Path = (string | number)[];

/** Where an input holds what could be the number of a card; in names of fields too. */
export function cardNumbersIn(schema: z.core.$ZodType, input: unknown, at: Path = []): Path[] {
  const inner = unwrapped(schema);
  if (made.has(inner)) return [];
  if (typeof input === 'string') return looksLikeCardNumber(input) ? [at] : [];
  if (typeof input === 'number') {
    return input >= LEAST_NUMBER && looksLikeCardNumber(String(input)) ? [at] : [];
  }
  if (typeof input !== 'object' || input === null) return [];
  const { def } = (inner as z.core.$ZodTypes)._zod;
  return Object.entries(input).flatMap(([name, value]) => {
    const path = [...at, Array.isArray(input) ? Number(name) : name];
    if (looksLikeCardNumber(name)) return [path];
    const field = def.type === 'object' ? def.shape[name] : undefined;
    const element = def.type === 'array' ? def.element : undefined;
    return cardNumbersIn(field ?? element ?? ANYTHING, value, path);
  });
}

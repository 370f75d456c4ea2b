type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Safari 12 has no plural rules; what counts there is whether it is one. */
function rulesOf(language: string): (n: number) => Intl.LDMLPluralRule {
  if (!('PluralRules' in Intl)) return (n) => (n === 1 ? 'one' : 'other');
  const rules = new Intl.PluralRules(language);
  return (n) => rules.select(n);
}

/** `counted('en')({ one: '# item', other: '# items' })(2)`: `2 items`. */
export function counted(language: string): (forms: Forms) => (n: number) => string {
  const rule = rulesOf(language);
  return (forms) => (n) => (forms[rule(n)] ?? forms.other).replace('#', String(n));
}

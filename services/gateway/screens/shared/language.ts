import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ScreenState } from './topics.ts';
import { type Words, words as english } from './words/en.ts';

type Appearance = Pick<ScreenState['appearance'], 'language' | 'currency' | 'timezone'>;

/** How a screen speaks: its words, and how it writes amounts and times. */
export interface Language {
  words: Words;
  money: (amount: number) => string;
  /** `18%`, of 18. */
  percent: (n: number) => string;
  /** `18:04`, or `6:04 PM`: in the restaurant's time zone. */
  timeOfDay: (at: number, style?: 'seconds') => string;
}

const files = import.meta.glob<Words>('./words/*.ts', { eager: true, import: 'words' });
/** Every language that has a file of words. */
const LANGUAGES = new Map(
  Object.entries(files).map(([path, words]) => [path.replace(/^.*\/(.*)\.ts$/, '$1'), words]),
);

/** What the device speaks, for as long as the restaurant has not said what it does. */
function ofDevice(): string {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.find((language) => LANGUAGES.has(language)) ?? 'en';
}

/** The language of a screen; without an appearance, the device's. */
export function languageOf(appearance?: Appearance): Language {
  const language = appearance ? appearance.language : ofDevice();
  // the first two letters of a currency are its country: amounts are written as they are there
  const locale = appearance ? `${language}-${appearance.currency.slice(0, 2)}` : language;
  const currency = appearance ? appearance.currency : 'USD';
  const two = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  const amounts = new Intl.NumberFormat(locale, { style: 'currency', currency, ...two });
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const minutes = { hour: 'numeric', minute: '2-digit', timeZone: appearance?.timezone } as const;
  const clock = new Intl.DateTimeFormat(locale, minutes);
  const exactClock = new Intl.DateTimeFormat(locale, { ...minutes, second: '2-digit' });
  return {
    words: LANGUAGES.get(language) ?? english,
    money: (amount) => amounts.format(amount).replace('-', '−'),
    percent: (n) => percents.format(n / 100),
    timeOfDay: (at, style) => (style ? exactClock : clock).format(at),
  };
}

export const LanguageContext = createContext<Language>(languageOf());
export const useLanguage = (): Language => useContext(LanguageContext);

/** Code pages that a printer can be set to, by the names that makers of printers give them. */
export const CODE_PAGES = [
  'WPC1252',
  'PC437_USA',
  'PC850_MULTILINGUAL',
  'PC858_EURO',
  'ISO8859_15_LATIN9',
  'PC852_LATIN2',
  'WPC1250_LATIN2',
  'PC866_CYRILLIC2',
  'WPC1251_CYRILLIC',
  'PC737_GREEK',
  'WPC1253_GREEK',
  'PC857_TURKISH',
  'WPC1254_TURKISH',
  'WPC1257_BALTIC_RIM',
  'PC862_HEBREW',
  'WPC1255_HEBREW',
  // of printers made for these countries: two bytes are a character of double width
  'SHIFT_JIS',
  'GB18030',
  'BIG5',
  'EUC_KR',
] as const;
export type CodePage = (typeof CODE_PAGES)[number];

/** The two families of commands that receipt printers understand. */
export const PRINTER_LANGUAGES = ['escpos', 'star'] as const;
export type PrinterLanguage = (typeof PRINTER_LANGUAGES)[number];

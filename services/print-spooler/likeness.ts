type Spelling = [letters: string, latin: string];

/** Letter by letter: the n-th one is spelled like the n-th word; `_` is nothing. */
const SCRIPTS: Spelling[] = [
  [
    'абвгдеёжзийклмнопрстуфхцчшщъыьэюяєіїґўђћјљњџ',
    'a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya ' +
      'ye i yi g u dj c j lj nj dz',
  ],
  ['αβγδεζηθικλμνξοπρσςτυφχψω', 'a v g d e z i th i k l m n x o p r s s t y f ch ps o'],
  ['אבגדהוזחטיךכלםמןנסעףפץצקרשת', "a b g d h v z ch t y kh k l m m n n s ' f p ts ts k r sh t"],
  [
    'ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ',
    "' a a u i i a b a t th j h kh d dh r z s sh s d t z ' gh f q k l m n h w a y p ch zh g",
  ],
  [
    'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん' +
      'がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽゃゅょっぁぃぅぇぉ',
    'a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ' +
      'ma mi mu me mo ya yu yo ra ri ru re ro wa o n ga gi gu ge go za ji zu ze zo da ji zu de ' +
      'do ba bi bu be bo pa pi pu pe po ya yu yo _ a i u e o',
  ],
];
/** What a Korean syllable falls apart into: where each kind of part begins, and its sounds. */
const HANGUL: [first: number, latin: string][] = [
  [0x1100, 'g kk n d tt r m b pp s ss _ j jj ch k t p h'],
  [0x1161, 'a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i'],
  [0x11a8, 'k k k n n n t l k m l l l p l m p p t t ng t t k t p t'],
];
const KATAKANA_AFTER_HIRAGANA = 0x60;

const SIGNS: Record<string, string> = {
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ı: 'i',
  ħ: 'h',
  Ħ: 'H',
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ə: 'e',
  Ə: 'E',
  '€': 'EUR ',
  '£': 'GBP ',
  '¥': 'JPY ',
  '₩': 'KRW ',
  '₹': 'Rs ',
  '₽': 'RUB ',
  '₺': 'TL ',
  '₪': 'ILS ',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  ー: '-',
  '·': '-',
  '・': '-',
  '•': '*',
  '‘': "'",
  '’': "'",
  '‚': ',',
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '「': '"',
  '」': '"',
  '、': ',',
  '。': '.',
  '،': ',',
  '؟': '?',
  '′': "'",
  '″': '"',
  '…': '...',
  '→': '->',
  '←': '<-',
  '≤': '<=',
  '≥': '>=',
  '≈': '~',
  '×': 'x',
  '✓': 'v',
  '✔': 'v',
  '°': 'o',
  '№': 'No.',
};

const likenesses = new Map(Object.entries(SIGNS));
const words = (latin: string) => latin.split(' ').map((word) => (word === '_' ? '' : word));
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
for (const [letters, latin] of SCRIPTS) {
  const spelled = words(latin);
  for (const [i, letter] of Array.from(letters).entries()) {
    const word = spelled[i] ?? '';
    likenesses.set(letter, word);
    const upper = letter.toUpperCase();
    if (upper !== letter) likenesses.set(upper, capital(word));
    const code = letter.charCodeAt(0);
    if (code >= 0x3041 && code <= 0x3093) {
      likenesses.set(String.fromCharCode(code + KATAKANA_AFTER_HIRAGANA), word);
    }
  }
}
for (const [first, latin] of HANGUL) {
  for (const [i, word] of words(latin).entries()) {
    likenesses.set(String.fromCharCode(first + i), word);
  }
}

/** How a reader takes a letter or sign that no decomposition brings to a page. */
export function likenessOf(character: string): string | undefined {
  return likenesses.get(character);
}

/** The upper half of the pages that TextDecoder does not know. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»' +
  '░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const CP850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»' +
  '░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';
const CP858 = CP850.replace('ı', '€');
const CP852 =
  'ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»' +
  '░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0';
const CP857 =
  'ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»' +
  '░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ºªÊËÈ\ufffdÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ\ufffd×ÚÛÙìÿ¯´' +
  '\u00ad±\ufffd¾¶§÷¸°¨·¹³²■\u00a0';
const CP737 =
  'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψ' +
  '░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀ωάέήϊίόύϋώΆΈΉΊΌΎΏ±≥≤ΪΫ÷≈°∙·√ⁿ²■\u00a0';
const CP862 = `אבגדהוזחטיךכלםמןנסעףפץצקרשת${CP437.slice(27)}`;

type Page = { upper: string } | { label: string };
const dos = (upper: string): Page => ({ upper });
const web = (label: string): Page => ({ label });

/** By their numbers in ESC t, as the makers' manuals list them. */
export const ESCPOS_PAGES: Record<number, Page> = {
  0: dos(CP437),
  2: dos(CP850),
  13: dos(CP857),
  14: dos(CP737),
  16: web('windows-1252'),
  17: web('ibm866'),
  18: dos(CP852),
  19: dos(CP858),
  36: dos(CP862),
  39: web('iso-8859-2'),
  40: web('iso-8859-15'),
  45: web('windows-1250'),
  46: web('windows-1251'),
  47: web('windows-1253'),
  48: web('windows-1254'),
  49: web('windows-1255'),
  50: web('windows-1256'),
  51: web('windows-1257'),
  52: web('windows-1258'),
};

/** By their numbers in Star's ESC GS t. */
export const STAR_PAGES: Record<number, Page> = {
  0: dos(CP437),
  1: dos(CP437),
  4: dos(CP858),
  5: dos(CP852),
  10: web('ibm866'),
  12: dos(CP857),
  13: dos(CP862),
  15: dos(CP737),
  32: web('windows-1252'),
  33: web('windows-1250'),
  34: web('windows-1251'),
};

/** A character as it stands on paper, and how many of the normal ones it is wide. */
export type Glyph = [character: string, cells: 1 | 2];

/** What bytes are on a page of 256 characters; one that it has not is `\ufffd`. */
export function inPage(page: Page | undefined, bytes: Buffer): Glyph[] {
  if (page && 'label' in page) {
    return Array.from(new TextDecoder(page.label).decode(bytes), (one): Glyph => [one, 1]);
  }
  return Array.from(bytes, (byte): Glyph => {
    if (byte < 0x80) return [String.fromCharCode(byte), 1];
    return [page?.upper[byte - 0x80] ?? '\ufffd', 1];
  });
}

/** What bytes are where two of them are a character; half-width kana are of one. */
export function inPairs(label: string, bytes: Buffer): Glyph[] {
  const decoder = new TextDecoder(label);
  const glyphs: Glyph[] = [];
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] as number;
    const isKana = label === 'shift_jis' && byte >= 0xa1 && byte <= 0xdf;
    const length = byte < 0x80 || isKana ? 1 : 2;
    glyphs.push([decoder.decode(bytes.subarray(at, at + length)), length]);
    at += length;
  }
  return glyphs;
}

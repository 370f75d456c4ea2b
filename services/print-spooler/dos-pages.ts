/** What the frames of a menu were drawn with: three pages have them in the same place. */
const FRAMES = '░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀';
const SIGNS = 'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const WESTERN = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ';
const SPANISH = 'áíóúñÑªº¿';
const WEST_OF_850 = `${WESTERN}ø£Ø×ƒ${SPANISH}®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ`;
const EAST_OF_850 = 'ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';

/** The upper halves, 0x80 to 0xff, of the pages that the Web forgot and printers did not. */
export const DOS_PAGES = {
  PC437_USA: `${WESTERN}¢£¥₧ƒ${SPANISH}⌐¬½¼¡«»${FRAMES}${SIGNS}`,
  PC850_MULTILINGUAL: `${WEST_OF_850}ı${EAST_OF_850}`,
  PC858_EURO: `${WEST_OF_850}€${EAST_OF_850}`,
  PC852_LATIN2:
    'ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤' +
    'đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0',
  PC737_GREEK:
    `ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψ${FRAMES}` +
    'ωάέήϊίόύϋώΆΈΉΊΌΎΏ±≥≤ΪΫ÷≈°∙·√ⁿ²■\u00a0',
  PC857_TURKISH:
    'ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤' +
    'ºªÊËÈ\ufffdÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ\ufffd×ÚÛÙìÿ¯´\u00ad±\ufffd¾¶§÷¸°¨·¹³²■\u00a0',
  PC862_HEBREW: `אבגדהוזחטיךכלםמןנסעףפץצקרשת¢£¥₧ƒ${SPANISH}⌐¬½¼¡«»${FRAMES}${SIGNS}`,
} as const;

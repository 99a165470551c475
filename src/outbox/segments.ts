// GSM 03.38: https://www.unicode.org/Public/MAPPINGS/ETSI/GSM0338.TXT. National shift tables are not used by providers.
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Written with an escape before them, so each takes two places. */
const EXTENSION = new Set('\f^{}\\[~]|€');

const inAlphabet = (char: string): boolean => BASIC.has(char) || EXTENSION.has(char);

/** Whether a text can go in the alphabet of 7 bits. One character outside it makes the whole message cost more than double. */
export const isGsm7 = (text: string): boolean => [...text].every(inAlphabet);

const septets = (char: string): number => (EXTENSION.has(char) ? 2 : 1);
const words = (char: string): number => char.length; // 16 bits each; an emoji takes two

/** How many places a text takes: septets, or words of 16 bits. */
export function placesOf(text: string): number {
  const size = isGsm7(text) ? septets : words;
  return [...text].reduce((sum, char) => sum + size(char), 0);
}

/** How many SMS a text is paid as. What takes two places is never divided, so a part may end one place early. */
export function segmentsOf(text: string): number {
  const [alone, part, size] = isGsm7(text) ? ([160, 153, septets] as const) : ([70, 67, words] as const);
  if (placesOf(text) <= alone) return 1;
  let [count, used] = [1, 0];
  for (const char of text) {
    if (used + size(char) > part) [count, used] = [count + 1, 0];
    used += size(char);
  }
  return count;
}

/** Places of a part in the wide alphabet, for every one in the narrow: 153 to 67. */
export const WIDE = 153 / 67;

const INSTEAD: Record<string, string> = {
  '‘': "'", '’': "'", '“': '"', '”': '"', '«': '"', '»': '"', '–': '-', '—': '-', '…': '...', '\u00a0': ' ', '\u202f': ' ',
  œ: 'oe', Œ: 'OE', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ı: 'i', º: 'o', ª: 'a', '॰': '.',
}; // prettier-ignore

/**
 * The same text without the accents that would double its price ("João" as "Joao"), the way people there write texts
 * themselves. Those within the alphabet (é, ñ, ü, à) stay; a text in another script stays as it is.
 */
export function inGsm7(text: string): string {
  const cheap = Array.from(text.normalize('NFC'), narrow).join('');
  return isGsm7(cheap) ? cheap : text;
}

function narrow(char: string): string {
  if (inAlphabet(char)) return char;
  return INSTEAD[char] ?? char.normalize('NFD').replace(/\p{M}/gu, '');
}

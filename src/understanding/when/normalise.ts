/** A text made comparable (small letters, no accents, Latin digits), each character knowing where it came from. */
export interface Plain {
  text: string;
  /** Index into the original text for every character, and one more for the end. */
  from: number[];
}

const folded = new Map<number, string>();
const marks = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0640\u093c]/g;
const sameLetter: Record<string, string> = {
  أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ی: 'ي', ة: 'ه', ک: 'ك', '\u0901': '\u0902', ß: 'ss', œ: 'oe', æ: 'ae',
  ı: 'i', ł: 'l', đ: 'd', ø: 'o', ð: 'd', þ: 'th', '’': "'", '‘': "'", '`': "'", '´': "'", ʼ: "'", ʻ: "'", '״': '"',
  '‐': '-', '‑': '-', '‒': '-', '–': '-', '—': '-', '−': '-', '~': '-', '〜': '-', '～': '-', '،': ',',
  '፣': ',', '、': ',',
  '。': '.', '؟': '?', '।': '.', '؛': ';', '׳': "'", '·': '.',
}; // prettier-ignore

/** Digits of every script: they stand in rows of ten, so the value is the distance to the row's start. */
function digitOf(code: number): string {
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}

const hasAccents = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{M}]/u;

function fold(code: number): string {
  const char = String.fromCodePoint(code);
  if (/\p{Cf}/u.test(char)) return '';
  if (/\s/.test(char)) return ' ';
  const wide = char.normalize('NFKC').toLowerCase();
  if (/^\p{Nd}$/u.test(wide)) return digitOf(wide.codePointAt(0) ?? 0);
  const bare =
    hasAccents.test(wide) || code === 0x93c ? wide.normalize('NFD').replace(marks, '') : wide.replace(marks, '');
  return Array.from(bare, (letter) => sameLetter[letter] ?? letter).join('');
}

const plainLetters = Array.from({ length: 128 }, (_, code) => fold(code));

function foldOnce(code: number): string {
  if (code < 128) return plainLetters[code] as string;
  let text = folded.get(code);
  if (text === undefined) folded.set(code, (text = fold(code)));
  return text;
}

export function normalise(original: string): Plain {
  const from: number[] = [];
  let text = '';
  for (let i = 0; i < original.length;) {
    const code = original.codePointAt(i) ?? 0;
    const piece = foldOnce(code);
    for (let k = 0; k < piece.length; k++) from.push(i);
    text += piece;
    i += code > 0xffff ? 2 : 1;
  }
  from.push(original.length);
  return { text, from };
}

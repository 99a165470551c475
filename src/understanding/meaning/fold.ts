/**
 * One spelling for what people spell in many ways: full-width and native digits, accents left out, Arabic vowel marks,
 * "yesss". Everything that looks words up sees text in this form, so word lists can be written naturally.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  const plain = /^[\x20-\x7e]*$/.test(lower) ? lower : foldScripts(lower);
  return plain.replace(/([^\d\s.])\1{2,}/gu, '$1');
}

function foldScripts(text: string): string {
  return westernDigits(text.normalize('NFKC'))
    .replace(/[\u2018\u2019\u02bc\u00b4`]/g, "'")
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640\u20e3\ufe0f\u200b-\u200f\u2066-\u2069\u{1f3fb}-\u{1f3ff}]/gu, '')
    .normalize('NFC')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')
    .replace(/ؤ/g, 'و')
    .replace(/ئ/g, 'ي')
    .replace(/[\u093c]/g, '')
    .replace(/\u0901/g, '\u0902');
}

// Every block of decimal digits starts at its zero and holds ten in a row.
const zeros = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0x1040, 0xff10,
];

export function westernDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = zeros.find((start) => code >= start && code < start + 10);
    return zero === undefined ? digit : String(code - zero);
  });
}

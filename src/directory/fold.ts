import { transliterate } from 'transliteration';

/**
 * Text in any script as plain Latin words: small letters and digits, one space between them. What is stored and what is typed
 * go through the same door, so it need not be pretty, only the same for everybody.
 */
export function fold(text: string): string {
  return text.normalize('NFKC').split(/\s+/).map(foldWord).join(' ').trim().replace(/ +/g, ' ');
}

/** The words of a text, folded. */
export const wordsOf = (text: string): string[] => fold(text).split(' ').filter(Boolean);

/** Arabic, Persian, Urdu and Hebrew leave the short vowels to the reader. */
export const writesNoVowels = (text: string): boolean => /[\u0590-\u06ff]/.test(text);

function foldWord(word: string): string {
  const latin = transliterate(mendDevanagari(mendArabic(word)));
  // "raajesh", "pttel": only a transliteration doubles like that, and nobody types it.
  const natural = /\p{Script=Latin}/u.test(word) ? latin : latin.replace(/([a-z])\1+/gi, '$1');
  return natural
    .toLowerCase()
    .replace(/['`’ʼ]/g, '') // O'Brien is one word
    .replace(/[^a-z0-9]+/g, ' ');
}

// The package reads Arabic letter by letter from a table made for Persian ("khrym" for کریم, "@" for ة); this one is made for names.
const ARABIC: Record<string, string> = {
  ...{ ا: 'a', أ: 'a', إ: 'a', آ: 'a', ٱ: 'a', ع: 'a', ى: 'a', ة: 'a', ء: '', ئ: '', ؤ: '' },
  ...{ ب: 'b', ت: 't', ث: 'th', ج: 'j', ح: 'h', خ: 'kh', د: 'd', ذ: 'dh', ر: 'r', ز: 'z', س: 's', ش: 'sh' },
  ...{ ص: 's', ض: 'd', ط: 't', ظ: 'z', غ: 'gh', ف: 'f', ق: 'q', ك: 'k', ل: 'l', م: 'm', ن: 'n', ه: 'h' },
  ...{
    و: 'w',
    ي: 'y',
    پ: 'p',
    چ: 'ch',
    ژ: 'zh',
    ک: 'k',
    گ: 'g',
    ی: 'y',
    ہ: 'h',
    ھ: 'h',
    ے: 'y',
    ٹ: 't',
    ڈ: 'd',
    ڑ: 'r',
  },
};

const VOWEL_SIGNS = /[\u064b-\u065f\u0670\u0640]/g;
const ARTICLE = /^ال(?=..)/; // الحداد is looked up as حداد

function mendArabic(word: string): string {
  if (!/[\u0600-\u06ff]/.test(word)) return word;
  const bare = word.replace(VOWEL_SIGNS, '').replace(ARTICLE, '');
  return [...bare].map((letter) => ARABIC[letter] ?? letter).join('');
}

const CONSONANT = '[\\u0915-\\u0939\\u0958-\\u095f]\\u093c?';
const UNWRITTEN_A = new RegExp(`(${CONSONANT})(?=[\\u0900-\\u0903\\u0904-\\u0939\\u0958-\\u095f])`, 'g');

/**
 * The package leaves out the vowel that every bare consonant carries (शर्मा is "sharma", not "shrma"), writes c for ch, and
 * hears an n in the o of डॉक्टर.
 */
const mendDevanagari = (word: string): string =>
  word.replace(UNWRITTEN_A, '$1a').replaceAll('च', 'ch').replaceAll('छ', 'chh').replaceAll('ॉ', 'ो');

/**
 * How a folded text sounds to somebody who only half heard it: the consonants, with those that spelling confuses made one. A
 * leading vowel is kept as "a", so that Omar is not Mario. There are as many words in the sound as in the text.
 */
export const soundOf = (folded: string): string => folded.split(' ').map(soundOfWord).join(' ');

const SAME_SOUND: [RegExp, string][] = [
  [/ph/g, 'f'],
  [/sch|sh|zh/g, 's'],
  [/ch/g, 'C'],
  [/th/g, 't'],
  [/dh/g, 'd'],
  [/[ck]h|ck/g, 'k'],
  [/[gj]h/g, 'g'],
  [/bh/g, 'b'],
  [/c(?=[eiy])/g, 's'],
  [/[cq]/g, 'k'],
  [/x/g, 'ks'],
  [/z/g, 's'],
  [/p/g, 'b'], // Arabic has no p
  [/v/g, 'f'], // and writes v as f
  [/j/g, 'g'], // Jamal is Gamal in Cairo, Giménez is Jiménez
];

function soundOfWord(word: string): string {
  const merged = SAME_SOUND.reduce((sound, [spelling, same]) => sound.replace(spelling, same), word);
  return merged
    .replace(/([^0-9])\1+/g, (run, letter: string) => (run.length > 2 ? letter + letter : letter)) // "hddd" is h-dd-d
    .replace(/^[aeiou]+/, 'A')
    .replace(/(?<=.)[aeiouwy]|h$/g, '')
    .toLowerCase();
}

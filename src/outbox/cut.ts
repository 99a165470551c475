/** What holds a text that is too long for one screen together, from where it is best divided to where it is worst. */
const AT_SENTENCES = /[\s\S]*?(?:(?:[?!؟।]|\p{L}{4}\.|\p{N}\.)["')\]\u2069]*\s+|\n|$)/gu;
// Not inside a number that is written with spaces, nor inside what is set apart in its own direction.
const AT_WORDS = /(?:\u2068[^\u2069]*\u2069|\p{N}\s+(?=\p{N})|\S)+\s*|\s+/gu;
const AT_CHARACTERS = /[\s\S]/gu;

/** As few screens as can be, each at most so large; a sentence or a line stays whole wherever one fits. */
export function cut(text: string, most: number, size: (text: string) => number): string[] {
  const fits = (piece: string): boolean => size(piece.trimEnd()) <= most;
  const screens: string[] = [];
  for (const piece of divided(text, fits, [AT_SENTENCES, AT_WORDS, AT_CHARACTERS])) {
    const longer = `${screens.at(-1) ?? ''}${piece}`;
    if (screens.length > 0 && fits(longer)) screens[screens.length - 1] = longer;
    else screens.push(piece);
  }
  return screens.map((screen) => screen.trim()).filter((screen) => screen !== '');
}

function divided(text: string, fits: (piece: string) => boolean, [finer, ...finest]: RegExp[]): string[] {
  if (!finer || fits(text)) return [text];
  return (text.match(finer) ?? []).flatMap((piece) => divided(piece, fits, finest));
}

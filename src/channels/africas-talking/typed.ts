/** What is on a screen, as far as the next key can mean something by it. */
export interface Asked {
  choices: number;
}

/**
 * What was typed since the last call. They send the whole session, its parts joined by `*`, and a part may hold a `*` of its
 * own: so what was there before is taken away, never split. Only a dial string such as *384*123*1*2# is a list of parts, and
 * so is a run of digits in answer to a list. Without a beginning that we know, everything is new.
 */
export function typedSince(
  before: string | undefined,
  text: string,
  asked: Asked,
): { parts: string[]; afresh: boolean } {
  const goesOn = before !== undefined && (before === '' || text.startsWith(`${before}*`));
  if (!goesOn) return { parts: text === '' ? [] : text.split('*'), afresh: true };
  const typed = before === '' ? text : text.slice(before.length + 1);
  return { parts: isRunOfKeys(typed, asked) ? typed.split('*') : [typed], afresh: false };
}

const isRunOfKeys = (typed: string, { choices }: Asked): boolean =>
  choices > 0 && typed.split('*').every((part) => /^(?:[1-9]|0|00|98)$/.test(part));

/** As much as a busy day's words. It is emptied and not pruned: that costs nothing to speak of, and happens seldom. */
const MOST = 20_000;

/** What is worked out from a word is kept: the same few thousand make up most messages. */
export function remembered<T>(make: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>();
  return (word) => {
    let made = known.get(word);
    if (made === undefined) {
      if (known.size >= MOST) known.clear();
      known.set(word, (made = make(word)));
    }
    return made;
  };
}

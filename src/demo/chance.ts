/** Dice that fall the same way every time for the same seed (mulberry32). */
export interface Chance {
  is(probability: number): boolean;
  /** 0 to `count` - 1. */
  upTo(count: number): number;
  oneOf<Item>(items: readonly Item[]): Item;
}

export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (count: number): number => Math.floor(next() * count);
  return {
    is: (probability) => next() < probability,
    upTo,
    oneOf: (items) => {
      const item = items[upTo(items.length)];
      if (item === undefined) throw new Error('There is nothing to choose from');
      return item;
    },
  };
}

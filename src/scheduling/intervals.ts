/** A stretch of time in milliseconds, `[from, to)`. Pure arithmetic: no clock, no zone, no database. */
export interface Interval {
  from: number;
  to: number;
}

const byStart = (a: Interval, b: Interval): number => a.from - b.from || a.to - b.to;

export const overlaps = (a: Interval, b: Interval): boolean => a.from < b.to && b.from < a.to;

export const contains = (outer: Interval, inner: Interval): boolean => outer.from <= inner.from && inner.to <= outer.to;

/** Sorted and joined: no two of the result touch. */
export function union(intervals: readonly Interval[]): Interval[] {
  const joined: Interval[] = [];
  for (const next of [...intervals].filter((i) => i.from < i.to).sort(byStart)) {
    const last = joined.at(-1);
    if (last && next.from <= last.to) last.to = Math.max(last.to, next.to);
    else joined.push({ ...next });
  }
  return joined;
}

/** What is left of `whole`. Neither side needs to be sorted. */
export function subtract(whole: readonly Interval[], taken: readonly Interval[]): Interval[] {
  const cuts = union(taken);
  return union(whole).flatMap((piece) => {
    const left: Interval[] = [];
    let from = piece.from;
    for (const cut of cuts) {
      if (cut.to <= from || cut.from >= piece.to) continue;
      if (cut.from > from) left.push({ from, to: cut.from });
      from = cut.to;
    }
    return from < piece.to ? [...left, { from, to: piece.to }] : left;
  });
}

export function intersect(a: Interval, b: Interval): Interval | undefined {
  const both = { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
  return both.from < both.to ? both : undefined;
}

import fc from 'fast-check';
import { contains, type Interval, intersect, overlaps, subtract, union } from '../../src/scheduling/intervals';

const span = (from: number, to: number): Interval => ({ from, to });

describe('what is left', () => {
  test.each([
    ['nothing was taken', [span(0, 10)], [], [span(0, 10)]],
    ['a piece from the middle', [span(0, 10)], [span(3, 5)], [span(0, 3), span(5, 10)]],
    ['the beginning', [span(0, 10)], [span(-5, 3)], [span(3, 10)]],
    ['the end', [span(0, 10)], [span(7, 15)], [span(0, 7)]],
    ['all of it', [span(0, 10)], [span(-1, 11)], []],
    ['exactly all of it', [span(0, 10)], [span(0, 10)], []],
    ['a neighbour takes nothing', [span(0, 10)], [span(10, 20), span(-10, 0)], [span(0, 10)]],
    ['what is empty takes nothing', [span(0, 10)], [span(5, 5)], [span(0, 10)]],
    ['what is backwards takes nothing', [span(0, 10)], [span(7, 3)], [span(0, 10)]],
    ['overlapping pieces, unsorted', [span(0, 10)], [span(6, 8), span(1, 7)], [span(0, 1), span(8, 10)]],
    ['one piece out of two', [span(0, 4), span(6, 10)], [span(3, 7)], [span(0, 3), span(7, 10)]],
  ])('%s', (_, whole, taken, left) => {
    expect(subtract(whole, taken)).toEqual(left);
  });
});

test('touching intervals become one, and the order they came in does not matter', () => {
  expect(union([span(5, 7), span(0, 2), span(2, 3), span(6, 9)])).toEqual([span(0, 3), span(5, 9)]);
});

test('neighbours do not overlap, because the end is not inside', () => {
  expect(overlaps(span(0, 5), span(5, 9))).toBe(false);
  expect(intersect(span(0, 5), span(5, 9))).toBeUndefined();
  expect(intersect(span(0, 6), span(5, 9))).toEqual(span(5, 6));
  expect(contains(span(0, 5), span(0, 5))).toBe(true);
});

// The independent view: a set of whole minutes.
const minutes = (intervals: readonly Interval[]): Set<number> =>
  new Set(
    intervals.flatMap(({ from, to }) => Array.from({ length: Math.max(0, to - from) }, (_, minute) => from + minute)),
  );
const someIntervals = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: -3, max: 12 })).map(([from, n]) => span(from, from + n)),
  { maxLength: 8 },
);
const isTidy = (intervals: readonly Interval[]): boolean =>
  intervals.every((each, i) => each.from < each.to && (i === 0 || intervals[i - 1]!.to < each.from));

test('the union holds every minute of its parts and no other, sorted and apart', () => {
  fc.assert(
    fc.property(someIntervals, (parts) => {
      const joined = union(parts);
      expect(minutes(joined)).toEqual(new Set([...minutes(parts)].sort((a, b) => a - b)));
      expect(isTidy(joined)).toBe(true);
    }),
  );
});

test('what is left holds every minute of the whole that was not taken and no other, sorted and apart', () => {
  fc.assert(
    fc.property(someIntervals, someIntervals, (whole, taken) => {
      const left = subtract(whole, taken);
      const gone = minutes(taken);
      expect(minutes(left)).toEqual(new Set([...minutes(whole)].filter((minute) => !gone.has(minute))));
      expect(isTidy(left)).toBe(true);
    }),
  );
});

test('nothing is changed in the hands of the caller', () => {
  fc.assert(
    fc.property(someIntervals, someIntervals, (whole, taken) => {
      const before = JSON.stringify([whole, taken]);
      subtract(whole, taken);
      union(whole);
      expect(JSON.stringify([whole, taken])).toBe(before);
    }),
  );
});

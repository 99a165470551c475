import { type Day, dayAsText, dayFromText } from './calendar';
import { doubtIn, type WhenDoubt } from './doubts';
import { type Gathered, gather, goneBy, oneOf } from './gather';
import { asText, likely, otherHalf } from './hours';
import { languageFor } from './language';
import { type Clock, type Kind, type Part, type Piece, type Reading } from './piece';
import { piecesOf } from './pieces';
import { understand } from './reading-order';
import { type Scene } from './rules';

export interface When {
  /** YYYY-MM-DD */
  date?: string;
  /** HH:MM */
  time?: string;
  /** YYYY-MM-DD, YYYY-MM-DDTHH:MM or HH:MM. Alone it means "from then on". */
  from?: string;
  /** The same forms; the day or the minute itself is included. Alone it means "until then"; "by Friday" has `date` too. */
  to?: string;
  /** With `from` and `to` as days: that part of any of them. */
  part?: Part;
  /** Other equally good readings of the time, as HH:MM. */
  couldAlsoBe?: string[];
  /** The words it came from, in the original text. */
  spans: { start: number; end: number }[];
}

export interface About {
  /** A BCP 47 tag; words come from `locales/<language>/when.json`. */
  language: string;
  /** The wall clock where the visit takes place: YYYY-MM-DDTHH:MM:SS. */
  reference: string;
  /** Whether 3/4 is in March or in April depends on it. */
  locale?: string;
}

/** No message about a visit is longer, and reading time stays bounded whatever is sent. */
const longest = 2000;

/** What day and time does the text ask for? Null when it names none. */
export function readWhen(text: string, about: About): When | null {
  return hearWhen(text, about).when ?? null;
}

export interface HeardWhen {
  when?: When;
  /** What is wrong with a day or an hour that was named and is not in the answer. */
  doubt?: WhenDoubt;
  /** A time that has gone by, where none ahead is named. */
  over?: When;
}

/** The same, and what was named beside it. */
export function hearWhen(text: string, about: About): HeardWhen {
  const now = momentOf(about.reference);
  const pieces = read(text, about, now);
  const one = oneOf(gather(pieces, inThe(about, now)));
  const doubt = doubtIn(pieces, one, text, now.today);
  const over = one ? undefined : goneBy(pieces);
  return {
    ...(one && { when: answer(one, now) }),
    ...(doubt && { doubt }),
    ...(over && { over: answer(over, now) }),
  };
}

/** Every day and time that is named, in the order of the text: "Tuesday or Thursday". */
export function readAllWhens(text: string, about: About): When[] {
  const now = momentOf(about.reference);
  const all = gather(read(text, about, now), inThe(about, now));
  const lastRather = all.findLastIndex(({ rather }) => rather);
  const meant = all.slice(Math.max(0, lastRather));
  return meant.map((one, i) => answer({ ...one, time: one.time ?? sharedTime(meant[i + 1]) }, now));
}

/** In "Tuesday or Thursday after 3" the time is for both. */
const sharedTime = (next: Gathered | undefined): Reading | undefined => (next?.or && next.day ? next.time : undefined);

interface Now {
  today: Day;
  minute: number;
}

const momentOf = (reference: string): Now => ({
  today: dayFromText(reference),
  minute: Number(reference.slice(11, 13)) * 60 + Number(reference.slice(14, 16)),
});

const inThe = ({ language, locale }: About, now: Now): Pick<Scene, 'today' | 'language'> => ({
  ...now,
  language: languageFor(language, locale),
});

function read(text: string, about: About, now: Now): Piece[] {
  const language = languageFor(about.language, about.locale);
  const pieces = piecesOf(text.slice(0, longest), language, now.today);
  return pieces.some(tellsTime) ? understand({ ...now, language, pieces, at: 0, end: 0 }) : [];
}

/** Words that only lead or join are no day and no time, whatever stands around them. Most messages have nothing else. */
const only: ReadonlySet<Kind> = new Set(['word', 'glue', 'stop', 'dash', 'at', 'on', 'and', 'or', 'not', 'to', 'for', 'from', 'rather', 'itIs', 'in', 'dayIntro', 'within', 'past', 'after', 'before', 'times']); // prettier-ignore
const tellsTime = ({ readings }: Piece): boolean => readings.some(({ kind }) => !only.has(kind));

function answer({ day, time, pieces }: Gathered, now: Now): When {
  const spans = pieces.map(({ start, end }) => ({ start, end }));
  return { ...meaning(day, time, now), spans };
}

function meaning(day: Reading | undefined, time: Reading | undefined, now: Now): Omit<When, 'spans'> {
  if (day?.kind === 'moment') return { date: text(day.from), time: day.clock && asText(day.clock) };
  if (day?.kind === 'stretch') return { from: stamp(day.from, day.clock), to: stamp(day.to, day.until) };
  if (day?.kind === 'openDate') return openDay(day, time);
  if (day?.kind === 'dates' && !time) return { from: text(day.from), to: text(day.to) };
  if (!time || (time.name === 'asap' && day)) return { date: text(day?.from) };
  return timed(dayOf(day, time, now), day, time);
}

const text = (day: Day | undefined): string | undefined => (day === undefined ? undefined : dayAsText(day));

const stamp = (day: Day | undefined, clock: Clock | undefined): string | undefined => {
  if (!clock) return text(day);
  return day === undefined ? asText(clock) : `${dayAsText(day)}T${asText(clock)}`;
};

/** A bare weekday is today as long as its time lies ahead. */
function dayOf(day: Reading | undefined, time: Reading, { today, minute }: Now): Day | undefined {
  if (day?.from === undefined) return time.from;
  const end = time.until ?? time.clock;
  const passed = !!end && toMinute(end) < minute && (end.sure || toMinute(otherHalf(end)) < minute);
  return day.floating && day.from === today && passed ? day.from + 7 : day.from;
}
const toMinute = ({ hour, minute }: Clock): number => hour * 60 + minute;

function timed(on: Day | undefined, day: Reading | undefined, time: Reading): Omit<When, 'spans'> {
  const clock = time.clock && likely(time.clock);
  if (time.kind === 'openClock') return openTime(on, clock, time);
  // "next week in the morning": any of those days.
  if (time.kind === 'part' && day?.kind === 'dates') return { from: text(day.from), to: text(day.to), part: time.part };
  if (time.kind === 'part') return { from: stamp(on, clock), to: stamp(on, time.until), part: time.part };
  if (time.kind === 'clocks') return { from: stamp(on, clock), to: stamp(on, time.until) };
  const whole = day?.kind === 'dates' ? { from: text(day.from), to: text(day.to) } : { date: text(on) };
  return { ...whole, time: clock && asText(clock), ...alternatives(time.clock) };
}

function openTime(on: Day | undefined, clock: Clock | undefined, { side, name }: Reading): Omit<When, 'spans'> {
  if (side === 'from') return { from: stamp(on, clock) };
  const best = name === 'until' ? { date: text(on), time: clock && asText(clock) } : {};
  return { ...best, to: stamp(on, clock) };
}

function alternatives(clock: Clock | undefined): { couldAlsoBe?: string[] } {
  if (!clock) return {};
  const half = clock.sure ? [] : [otherHalf(likely(clock))];
  const others = [...half, ...(clock.others ?? []).map(likely)].map(asText);
  const different = [...new Set(others)].filter((other) => other !== asText(likely(clock)));
  return different.length ? { couldAlsoBe: different } : {};
}

function openDay(day: Reading, time: Reading | undefined): Omit<When, 'spans'> {
  const clock = time?.kind === 'clock' && time.clock ? likely(time.clock) : undefined;
  if (day.side === 'from') return { from: stamp(day.from, clock) };
  // "by Friday" names the best day as well as the last one; "before Friday" does not.
  const best = day.name === 'until' ? { date: text(day.from), time: clock && asText(clock) } : {};
  return { ...best, to: stamp(day.from, clock) };
}

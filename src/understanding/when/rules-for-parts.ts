import { type Clock, isA, type Reading } from './piece';
import { type Rule, rule, type Scene } from './rules';

const minutes = ({ hour, minute }: Clock): number => hour * 60 + minute;
const time = (total: number): Clock => ({ hour: Math.floor(total / 60), minute: Math.round(total % 60), sure: true });

/** "this evening", "next evening"; but not "in the evening next Friday". */
function partOfDay(part: Reading, which: Reading | undefined, { pieces, at, end, today }: Scene): Reading | null {
  const elsewhere =
    isA(pieces[at - 1], 'weekday') || (['weekday', 'unit', 'month'] as const).some((kind) => isA(pieces[end], kind));
  return !elsewhere && (which?.n === 0 || which?.n === 1) ? { ...part, from: today + which.n } : null;
}

/** "early morning", "late in the afternoon": a third from that end, or the middle. */
function narrowed(edge: Reading | undefined, part: Reading | undefined): Reading | undefined {
  if (!edge || !part?.clock || !part.until) return undefined;
  const [from, to] = [minutes(part.clock), minutes(part.until)];
  const third = (to - from) / 3;
  const cut = { start: [from, to - third], middle: [from + third, to - third], end: [from + third, to] }[
    edge.name as 'start'
  ];
  return { ...part, clock: time(cut?.[0] ?? from), until: time(cut?.[1] ?? to) };
}

export const partRules: Rule[] = [
  rule('part', ([part], { today }) => (part?.name === 'today' ? { ...part, from: today } : null)),
  rule('which part', ([which, part], scene) => part && partOfDay(part, which, scene)),
  rule('part !which', ([part, which], scene) => part && partOfDay(part, which, scene)),
  rule('edge which? part', ([edge, , part]) => narrowed(edge, part)),
  rule('rest which? part', ([, , part]) => narrowed({ kind: 'edge', n: 0, name: 'end' }, part)),
  rule('part edge', ([part, edge]) => narrowed(edge, part)),
  rule('after part', ([, part]) => part && { kind: 'openClock', n: 0, side: 'from', clock: part.until }),
  rule('before part', ([, part]) => part && { kind: 'openClock', n: 0, side: 'to', clock: part.clock }),
];

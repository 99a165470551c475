import type { Expects, FlowName } from '../../flows/vocabulary';
import type { Understood, WhenDoubt } from '../understanding/understand';
import type { Heard, Remark } from './heard';
import type { Listening } from './hear';

/** A day or an hour that cannot be is said to be so, in one sentence; what else was said is gone on with. */
export function withDoubt(heard: Heard, understood: Understood, at: Listening): Heard {
  const { whenDoubt } = understood;
  const expects = at.running?.prompt?.expects ?? 'choice';
  if (!whenDoubt || OTHERWISE.has(expects)) return heard;
  if (whenDoubt.kind === 'pastDate' && !isAskedFor(whenDoubt, expects, at.text)) return heard;
  const remark = remarkOn(whenDoubt);
  if (seeks(heard)) return { ...heard, remark };
  if (!isNothing(heard)) return heard;
  const begun = at.running !== undefined && at.running.flow !== 'menu' && at.running.flow !== 'welcome';
  return begun ? { kind: 'noted', remark } : { kind: 'wants', flow: 'booking', remark };
}

/** Here a day would be one of birth, or part of a story. */
const OTHERWISE: ReadonlySet<Expects> = new Set(['name', 'name_and_birth_date', 'birth_date', 'words']);

const PHRASE: Record<WhenDoubt['kind'], string> = {
  impossibleDate: 'when.no_such_day',
  impossibleHour: 'when.no_such_hour',
  pastDate: 'when.over',
};

const MOST_ECHOED = 30;

const remarkOn = ({ kind, words }: WhenDoubt): Remark => ({
  phrase: PHRASE[kind],
  mentions: { unreal: words.replace(/\s+/g, ' ').slice(0, MOST_ECHOED) },
});

/** "I fell yesterday and need a doctor" tells a story; "dentist yesterday" and "yesterday at 3" ask for what is over. */
const isAskedFor = ({ withTime, words }: WhenDoubt, expects: Expects, text: string): boolean =>
  expects === 'when' || withTime === true || wordsOf(text) - wordsOf(words) <= 2;

const wordsOf = (text: string): number => text.trim().split(/\s+/).length;

const ABOUT_A_TIME: ReadonlySet<FlowName> = new Set(['booking', 'moving', 'waiting_list', 'series']);

const seeks = (heard: Heard): heard is Extract<Heard, { kind: 'wants' | 'happened' }> =>
  (heard.kind === 'wants' && ABOUT_A_TIME.has(heard.flow)) ||
  (heard.kind === 'happened' && heard.event.type === 'patient.told');

/** Nothing was understood beside it, or a yes or no that can only have been to the day. */
const isNothing = (heard: Heard): boolean =>
  heard.kind === 'not_understood' ||
  (heard.kind === 'courtesy' && heard.which === 'not_here') ||
  (heard.kind === 'happened' && (heard.event.type === 'patient.agreed' || heard.event.type === 'patient.declined'));

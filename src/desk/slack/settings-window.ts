import type { Actor } from '../../scheduling/types';
import type { OpenHours } from '../business-hours';
import { changeDesk, type DeskChanges, type WrongSetting } from '../change-settings';
import { deskLanguages } from '../desk-words';
import type { DeskSettings } from '../settings';
import { context, input, type Modal, select, textInput } from './blocks';
import type { Carried } from './desk-windows';
import type { House } from './house';
import { mentionOf } from './people';
import type { Here } from './where';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const SHOWS = {
  private: 'No words of patients in Slack',
  full: 'Words of patients in the threads',
} as const;

/** Everything about the desk of a clinic, as it is now. */
export async function settingsModal({ dataSource }: House, { clinicId, desk }: Here): Promise<Modal> {
  const second = /<@(\w+)>/.exec(await mentionOf(dataSource.manager, desk.slackTeam, desk.secondPerson))?.[1];
  const languages = deskLanguages.map((value) => ({ label: languageName(value), value }));
  const shows = Object.entries(SHOWS).map(([value, label]) => ({ label, value }));
  return {
    callback: 'settings.save',
    title: 'The desk',
    submit: 'Save',
    metadata: JSON.stringify({ clinicId } satisfies Carried),
    blocks: [
      input(
        'hours',
        'When the desk is staffed',
        textInput({ multiline: true, initial: hoursInWords(desk.hours), most: 500 }),
      ),
      input('summaryAt', 'Summary of the day at', { type: 'timepicker', initial_time: desk.summaryAt }),
      input('language', 'Language of the summary', chosen(select('value', languages, 'Choose'), desk.language)),
      ...MINUTES.map(([name, label]) => input(name, label, textInput({ initial: String(desk[name]), most: 4 }))),
      input(
        'secondPerson',
        'Who is called then',
        { type: 'users_select', ...(second && { initial_user: second }) },
        true,
      ),
      input('shows', 'What Slack may show', chosen(select('value', shows, 'Choose'), desk.shows)),
      input('because', 'Why Slack may show words (is kept)', textInput({ most: 300 }), true),
      context('One line for each day: `Mon 08:00-12:00 13:00-17:00`. Each change is noted with who made it.'),
    ],
  };
}

const MINUTES = [
  ['claimMinutes', 'Minutes for which a claimed case is kept'],
  ['answerMinutes', 'Minutes until somebody else is called'],
  ['urgentMinutes', 'The same for an urgent case, by the clock'],
] as const satisfies [keyof DeskSettings, string][];

const MOST: Record<(typeof MINUTES)[number][0], number> = { claimMinutes: 480, answerMinutes: 1440, urgentMinutes: 60 };

const languageName = (code: string): string => new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code;

interface WithOptions {
  options?: { value: string }[];
}

function chosen(element: Record<string, unknown>, value: string): Record<string, unknown> {
  const option = (element as WithOptions).options?.find((each) => each.value === value);
  return { ...element, ...(option && { initial_option: option }) };
}

const hoursInWords = (hours: OpenHours[]): string =>
  DAYS.flatMap((day, i) => {
    const own = hours.filter(({ weekday }) => weekday === i + 1);
    return own.length > 0 ? [`${day} ${own.map(({ starts, ends }) => `${starts}-${ends}`).join(' ')}`] : [];
  }).join('\n');

/** "Mon 08:00-12:00 13:00-17:00"; nothing when a line is not like that. */
export function hoursIn(text: string): OpenHours[] | undefined {
  const hours: OpenHours[] = [];
  for (const written of text.split('\n').filter((each) => each.trim())) {
    const [day = '', ...stretches] = written.trim().split(/\s+/);
    const weekday = DAYS.findIndex((each) => each.toLowerCase() === day.slice(0, 3).toLowerCase()) + 1;
    const parts = stretches.map((each) => /^(([01]\d|2[0-3]):[0-5]\d)-(([01]\d|2[0-3]):[0-5]\d)$/.exec(each));
    if (weekday === 0 || parts.length === 0) return undefined;
    for (const part of parts) {
      const [starts, ends] = [part?.[1], part?.[3]];
      if (!starts || !ends || starts >= ends) return undefined;
      hours.push({ weekday, starts, ends });
    }
  }
  return hours;
}

interface Saving {
  house: House;
  here: Here;
  by: Actor;
  /** Nobody was chosen, or nobody of ours. */
  second: Actor | null | undefined;
  field(name: string): string;
}

/** What is wrong, beside its field; nothing when it was saved. */
export async function saveSettings(saving: Saving): Promise<Record<string, string> | undefined> {
  const { house, here, by, second, field } = saving;
  const hours = hoursIn(field('hours'));
  if (!hours) return { hours: 'Write each line like this: Mon 08:00-12:00 13:00-17:00' };
  if (second === undefined) return { secondPerson: WRONG.not_a_colleague[1] };
  const minutes: Partial<Record<(typeof MINUTES)[number][0], number>> = {};
  for (const [name] of MINUTES) {
    const number = Number(field(name));
    if (!Number.isInteger(number) || number < 1 || number > MOST[name]) return { [name]: `1 to ${MOST[name]} minutes` };
    minutes[name] = number;
  }
  const changes: DeskChanges = {
    ...{ hours, ...minutes, secondPerson: second, summaryAt: field('summaryAt'), language: field('language') },
    ...{ shows: field('shows') === 'full' ? 'full' : 'private', because: field('because') },
  };
  // What stays as it is needs no new reason.
  if (changes.shows === here.desk.shows) delete changes.shows;
  const wrong = await changeDesk(house.dataSource.manager, here.clinicId, changes, by);
  return wrong && { [WRONG[wrong][0]]: WRONG[wrong][1] };
}

const WRONG: Record<WrongSetting, [field: string, words: string]> = {
  needs_a_reason: ['because', 'Say why: it is kept with your name.'],
  unknown_language: ['language', 'The summary is not written in that language.'],
  not_a_colleague: ['secondPerson', 'Not somebody who may see to the cases of this clinic.'],
  hours_overlap: ['hours', 'Two stretches of one day overlap.'],
};

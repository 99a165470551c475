import { DateTime } from 'luxon';
import { reachOf } from '../../accounts/policy';
import type { ClinicId, ProviderId } from '../../database/ids';
import { type Case, openCases, requestsFor } from '../cases';
import { type Colleague, clinicsFor } from '../colleagues';
import { type DayVisit, visitsOfDay } from '../day';
import { deskSettings } from '../settings';
import { type Block, buttons, context, literal, plain, section } from './blocks';
import { dayBlocks } from './day-blocks';
import { healthBlocks } from './health';
import type { House } from './house';
import { cardOf } from './show';

export interface Home {
  blocks: Block[];
  /** Clinics of which the visits of patients are shown, by name. */
  read: ClinicId[];
}

const MOST_CASES = 8;
const MOST_REQUESTS = 5;
const MOST_CLINICS = 3;
/** Slack takes a hundred, and the rest of the home needs some. */
const MOST_DAY_BLOCKS = 30;

const header = (words: string): Block => ({ type: 'header', text: plain(words) });

/** What somebody of the clinic wants to know when they come in: what must be decided, what is open, the day, and whether all is well. */
export async function homeOf(house: House, by: Colleague, team: string): Promise<Home> {
  const day = await daysOf(house, by);
  return {
    blocks: [
      section(`*${literal(by.name)}*`),
      doorsFor(by),
      ...(await decisionBlocks(house, by, team)),
      ...(await caseBlocks(house, by, team)),
      ...day.blocks,
      header('Messages'),
      ...(await healthBlocks(house, clinicsFor(by, 'cases.read'))),
    ].filter((block) => block !== undefined),
    read: day.read,
  };
}

const DOORS: { action: Parameters<typeof reachOf>[1]; name: string; label: string }[] = [
  { action: 'visits.read', name: 'today', label: 'Today' },
  { action: 'patients.write', name: 'book', label: 'Book' },
  { action: 'patients.write', name: 'walkin', label: 'Walk-in' },
  { action: 'hours.write', name: 'late', label: 'Running late' },
  { action: 'hours.write', name: 'block', label: 'Block time' },
  { action: 'waiting.read', name: 'waiting', label: 'Waiting list' },
];

/** The commands that this colleague may give, as buttons. */
function doorsFor({ who }: Colleague): Block | undefined {
  const open = DOORS.filter(({ action }) => {
    const { everywhere, clinics, providers } = reachOf(who, action);
    return everywhere || clinics.length + providers.length > 0;
  });
  const list = open.map(({ name, label }) => ({ action: `home.${name}`, label, value: name }));
  return list.length > 0 ? buttons('home', list) : undefined;
}

async function decisionBlocks(house: House, { who }: Colleague, team: string): Promise<Block[]> {
  const { everywhere, clinics, providers } = reachOf(who, 'visits.decide');
  const reach = { clinics: everywhere ? null : clinics, providers };
  const waiting = await requestsFor(house.dataSource.manager, reach, MOST_REQUESTS);
  if (waiting.length === 0) return [];
  return [header('To accept or decline'), ...(await cards(house, team, waiting))];
}

/** First what is one's own, then what nobody has. What a colleague has is theirs. */
async function caseBlocks(house: House, by: Colleague, team: string): Promise<Block[]> {
  const clinics = clinicsFor(by, 'cases.read');
  if (clinics?.length === 0) return [];
  const all = await openCases(house.dataSource.manager, clinics === null ? null : [...clinics], 100);
  const open = all.filter(({ kind }) => kind !== 'request');
  const mine = open.filter(({ owner }) => owner === by.actor);
  const free = open.filter(({ status }) => status === 'open');
  const shown = [...mine, ...free].slice(0, MOST_CASES);
  const others = open.length - shown.length;
  return [
    header('Cases'),
    ...(shown.length > 0 ? await cards(house, team, shown) : [section('Nothing is open.')]),
    ...(others > 0 ? [context(`${others} more in <${house.publicUrl}/console/cases|the console>.`)] : []),
  ];
}

/** The same cards as in the channel, so that what a clinic keeps out of Slack is kept out of here too. */
async function cards(house: House, team: string, cases: Case[]): Promise<Block[]> {
  const blocks: Block[] = [];
  for (const one of cases) {
    const { attachments } = await cardOf(house, team, one);
    blocks.push(...attachments.flatMap((attachment) => attachment.blocks), { type: 'divider' });
  }
  return blocks;
}

interface Place {
  id: ClinicId;
  whole: boolean;
}

async function daysOf(house: House, { who }: Colleague): Promise<Home> {
  const { everywhere, clinics, providers } = reachOf(who, 'visits.read');
  const places = await house.dataSource.query<Place[]>(
    `select c.id, $3 or c.id = any($1::bigint[]) as whole from clinic c
      where c.closed_at is null and ($3 or c.id = any($1::bigint[])
             or exists (select from working_hours w where w.clinic_id = c.id and w.provider_id = any($2::bigint[])))
      order by c.id limit ${MOST_CLINICS}`,
    [clinics, providers, everywhere],
  );
  const homes: Home[] = [];
  for (const place of places) homes.push(await dayOf(house, place, providers));
  return { blocks: homes.flatMap(({ blocks }) => blocks), read: homes.flatMap(({ read }) => read) };
}

/** A provider sees their own visits, one by one; the desk sees how full the day is, and opens it with "Today". */
async function dayOf(house: House, { id, whole }: Place, providers: readonly ProviderId[]): Promise<Home> {
  const db = house.dataSource.manager;
  const desk = await deskSettings(db, id);
  const visits = await visitsOfDay(db, id, 0, whole ? null : providers);
  const mine = visits.filter(({ providerId }) => providers.includes(providerId));
  const [now] = await db.query<{ now: Date }[]>('select clock_now() as now');
  const today = DateTime.fromJSDate(now?.now ?? new Date(NaN), { zone: desk.zone })
    .setLocale('en')
    .toFormat('ccc d LLL');
  const own = mine.length > 0 ? dayBlocks(mine, desk, `${house.publicUrl}/console`).slice(0, MOST_DAY_BLOCKS) : [];
  return {
    blocks: [header(`${desk.name}, ${today}`), ...own, section(whole ? fullness(visits) : ownWords(mine))],
    read: desk.shows === 'full' && mine.length > 0 ? [id] : [],
  };
}

const ownWords = (mine: DayVisit[]): string => (mine.length > 0 ? `${mine.length} visits.` : 'No visits today.');

function fullness(visits: DayVisit[]): string {
  if (visits.length === 0) return 'No visits today.';
  const providers = new Map<string, DayVisit[]>();
  for (const visit of visits) providers.set(visit.provider, [...(providers.get(visit.provider) ?? []), visit]);
  return [...providers].slice(0, 20).map(lineOf).join('\n');
}

const COUNTED: [DayVisit['status'], string][] = [
  ['requested', 'to accept'],
  ['arrived', 'here'],
  ['done', 'done'],
  ['missed', 'missed'],
];

function lineOf([provider, visits]: [string, DayVisit[]]): string {
  const parts = COUNTED.flatMap(([status, words]) => {
    const count = visits.filter((visit) => visit.status === status).length;
    return count > 0 ? [`${count} ${words}`] : [];
  });
  return `*${literal(provider)}*  ${[`${visits.length} visits`, ...parts].join(', ')}`;
}

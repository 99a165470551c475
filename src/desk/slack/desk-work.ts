import type { App, webApi } from '@slack/bolt';
import { readLocaleFile } from '../../conversation/phrases';
import type { Action } from '../../accounts/policy';
import type { ClinicId, PatientId, ProviderId, ServiceId } from '../../database/ids';
import type { Outcome } from '../../scheduling/types';
import { dayOf, instantOf } from '../../scheduling/wall-clock';
import { type Colleague, may } from '../colleagues';
import { type DayVisit, patientsByPhone, visitById, visitByReference } from '../day';
import { blockOut, bookFor, cancelFor, mark, moveFor, type Whose, whoWouldBeAffected } from '../front-desk';
import { deskSettings } from '../settings';
import { modal, section } from './blocks';
import { known, type Wisher, whisper } from './deeds';
import { blockPreview, cancelModal, type Carried, carried, dayModal, timesModal } from './desk-windows';
import { slotIn } from './free-times';
import type { House } from './house';
import { filled, openModal } from './modals';
import { whoIsIt } from './people';
import { sayLate } from './running-late';
import { saveSettings } from './settings-window';
import type { Here } from './where';

/** Every refusal of the calendar has a sentence already, for patients; it serves colleagues as well. */
const REFUSALS = readLocaleFile('en', 'refusals.json') as Record<string, string>;
const whyIn = (outcome: Outcome): string | undefined =>
  outcome.kind === 'refused' ? (REFUSALS[outcome.rules[0]] ?? 'That cannot be done.') : undefined;

interface Submitted {
  team: { id: string } | null;
  user: { id: string };
  view: { id: string; private_metadata: string; state: Parameters<typeof filled>[0] };
}

/** What a window that was sent off leads to: the next window, a sentence beside a field, or its end. */
type Next = ReturnType<typeof modal> | { errors: Record<string, string> } | { done: string };

interface Sent {
  house: House;
  by: Colleague;
  here: Here;
  carries: Carried;
  key: string;
  field(name: string): string;
  /** Somebody who was picked, if they are of ours. */
  person(name: string): Promise<Colleague | undefined>;
}

interface Window {
  may: Action;
  sent(what: Sent): Promise<Next>;
}

const WINDOWS: Record<string, Window> = {
  'book.when': { may: 'patients.write', sent: chooseTime },
  'book.time': { may: 'patients.write', sent: bookIt },
  'move.when': { may: 'visits.change', sent: chooseNewTime },
  'visit.cancel': { may: 'visits.change', sent: cancelIt },
  'settings.save': { may: 'clinics.write', sent: saveIt },
  'late.say': { may: 'hours.write', sent: tellLate },
  'block.when': { may: 'hours.write', sent: previewBlock },
  'block.sure': { may: 'hours.write', sent: blockIt },
};

export function listenToDeskWork(bolt: App, house: House): void {
  for (const [callback, window] of Object.entries(WINDOWS))
    bolt.view(callback, async ({ ack, body, client }) => {
      const next = await send(house, client, window, body as unknown as Submitted);
      if ('errors' in next) return ack({ response_action: 'errors', errors: next.errors });
      if ('done' in next) return ack({ response_action: 'update', view: ended(next.done) as never });
      await ack({ response_action: 'update', view: next as never });
    });
  bolt.action({ type: 'block_actions', action_id: 'visit.do' }, async ({ ack, action, body, client }) => {
    await ack();
    const { selected_option: picked, value } = action as { selected_option?: { value: string }; value?: string };
    const chosen = picked?.value ?? value ?? '';
    const pressed = body as unknown as {
      trigger_id: string;
      user: { id: string };
      team: { id: string } | null;
      channel?: { id: string };
    };
    const wisher: Wisher = {
      house,
      client,
      team: pressed.team?.id ?? '',
      userId: pressed.user.id,
      channel: pressed.channel?.id,
    };
    await visitMenu(wisher, pressed.trigger_id, chosen);
  });
}

const ended = (words: string) => modal({ callback: 'waiting', title: 'Done', blocks: [section(words)] });

async function send(
  house: House,
  client: webApi.WebClient,
  window: Window,
  { team, user, view }: Submitted,
): Promise<Next> {
  const [first = ''] = Object.keys(view.state.values);
  const not = (words: string): Next => (first ? { errors: { [first]: words } } : { done: words });
  const by = await whoIsIt(house.dataSource.manager, client, team?.id ?? '', user.id);
  const carries = carried(view.private_metadata);
  const clinicId = carries.clinicId as ClinicId;
  if (!by || !may(by, window.may, await belongs(house, carries, view))) return not('You may not do this.');
  const here: Here = { clinicId, desk: await deskSettings(house.dataSource.manager, clinicId), providers: null };
  const field = (name: string): string => filled(view.state, name);
  const person = (name: string): Promise<Colleague | undefined> =>
    whoIsIt(house.dataSource.manager, client, team?.id ?? '', field(name));
  const next = await window.sent({ house, by, here, carries, key: `slack ${view.id}`, field, person });
  house.soon();
  house.deliverSoon();
  return next;
}

/** A provider may do some of this in their own calendar. Closing the whole clinic belongs to nobody's calendar. */
async function belongs(
  house: House,
  carries: Carried,
  view: Submitted['view'],
): Promise<{ clinicId: number; providerId?: number }> {
  const chosen = Number(filled(view.state, 'provider')) || carries.providerId;
  const visit = carries.visitId ? await visitById(house.dataSource.manager, carries.visitId) : undefined;
  const providerId = visit?.providerId ?? chosen;
  return { clinicId: carries.clinicId, ...(providerId && { providerId }) };
}

async function chooseTime({ house, here, carries, field }: Sent): Promise<Next> {
  const patientId = await patientNamed(house, here, field('patient'));
  if (typeof patientId === 'string') return { errors: { patient: patientId } };
  const day = carries.day ?? field('day');
  return modal(await timesModal(house, here, { serviceId: Number(field('service')) as ServiceId, day, patientId }));
}

async function patientNamed(house: House, here: Here, typed: string): Promise<PatientId | string> {
  const db = house.dataSource.manager;
  const visit = await visitByReference(db, here.clinicId, typed);
  if (visit) return visit.patientId;
  if (here.desk.shows !== 'full') return 'No visit has that reference.';
  const found = await patientsByPhone(db, here.clinicId, typed);
  if (found.length > 1) return 'Several people share that number: use the reference of a visit.';
  return found[0]?.id ?? 'Nobody was found.';
}

async function bookIt({ house, by, here, carries, key, field }: Sent): Promise<Next> {
  const db = house.dataSource.manager;
  const slot = slotIn(field('time'), { serviceId: carries.serviceId as ServiceId, clinicId: here.clinicId });
  const visit = carries.visitId ? await visitById(db, carries.visitId) : undefined;
  const outcome = visit
    ? await moveFor(db, visit, slot, by.actor, key)
    : await bookFor(db, slot, carries.patientId as PatientId, by.actor, key);
  const why = whyIn(outcome);
  if (why || outcome.kind !== 'settled') return { errors: { time: why ?? 'That cannot be done.' } };
  return {
    done: `${visit ? 'Moved' : 'Booked'}. The reference is \`${outcome.visit.reference}\`. The patient is told in writing, where we can.`,
  };
}

async function chooseNewTime({ house, here, carries, field }: Sent): Promise<Next> {
  const visit = await visitById(house.dataSource.manager, carries.visitId ?? 0);
  if (!visit) return { done: REFUSALS.no_such_visit ?? '' };
  return modal(
    await timesModal(house, here, { serviceId: visit.serviceId, day: field('day'), patientId: visit.patientId, visit }),
  );
}

async function cancelIt({ house, by, carries }: Sent): Promise<Next> {
  const visit = await visitById(house.dataSource.manager, carries.visitId ?? 0);
  if (!visit) return { done: REFUSALS.no_such_visit ?? '' };
  const why = whyIn(await cancelFor(house.dataSource.manager, visit, by.actor));
  return { done: why ?? 'Cancelled. The patient is told, and the time is free.' };
}

const stretchOf = ({ from = '', to = '' }: Carried): { from: number; to: number } => ({
  from: Date.parse(from),
  to: Date.parse(to),
});
const whoseIn = ({ providerId, clinicId }: Carried): Whose =>
  providerId ? { providerId: providerId as ProviderId } : { clinicId: clinicId as ClinicId };

async function saveIt({ house, here, by, field, person }: Sent): Promise<Next> {
  const second = field('secondPerson') ? (await person('secondPerson'))?.actor : null;
  const errors = await saveSettings({ house, here, by: by.actor, second, field });
  return errors ? { errors } : { done: 'Saved.' };
}

async function tellLate({ house, by, field }: Sent): Promise<Next> {
  const providerId = Number(field('provider')) as ProviderId;
  return { done: await sayLate(house, providerId, Number(field('minutes')), by.actor) };
}

async function previewBlock({ house, here, carries, field }: Sent): Promise<Next> {
  const day = field('day');
  const from = instantOf(day, field('from'), here.desk.zone);
  const to = instantOf(day, field('to'), here.desk.zone);
  if (!(from < to)) return { errors: { to: 'The end comes before the beginning.' } };
  const providerId = Number(field('provider')) || undefined;
  const next: Carried = {
    clinicId: carries.clinicId,
    ...(providerId && { providerId }),
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    because: field('because'),
  };
  const affected = await whoWouldBeAffected(house.dataSource.manager, whoseIn(next), stretchOf(next));
  return modal(blockPreview(next, affected, `${day}, ${field('from')} to ${field('to')}`));
}

async function blockIt({ house, by, carries }: Sent): Promise<Next> {
  const how = { by: by.actor, because: carries.because ?? '' };
  const affected = await blockOut(house.dataSource.manager, whoseIn(carries), stretchOf(carries), how);
  return {
    done:
      affected === 0
        ? 'Blocked.'
        : `Blocked. ${affected} are being offered other times; who must be called becomes a case.`,
  };
}

/** "arrived:17" from the menu of a visit. */
async function visitMenu(wisher: Wisher, triggerId: string, chosen: string): Promise<void> {
  const { house, client } = wisher;
  const by = await known(wisher);
  const [what = '', id] = chosen.split(':');
  const visit = by && (await visitById(house.dataSource.manager, Number(id)));
  if (!by || !visit) return;
  if (!may(by, ATTEND.has(what) ? 'visits.attend' : 'visits.change', visit))
    return whisper(wisher, 'You may not do this.');
  if (what === 'move')
    return openModal(client, triggerId, 'Move', async () => dayModal(visit, await dayIn(house, visit)));
  if (what === 'cancel') return openModal(client, triggerId, 'Cancel', async () => cancelModal(visit));
  if (!isMark(what)) return;
  const outcome = await mark(house.dataSource.manager, visit, what, by.actor);
  await whisper(wisher, whyIn(outcome) ?? `\`${visit.reference}\` is marked as ${what}.`);
}

const ATTEND = new Set(['arrived', 'done', 'missed']);
const isMark = (what: string): what is 'arrived' | 'done' | 'missed' => ATTEND.has(what);

async function dayIn({ dataSource }: House, { clinicId }: DayVisit): Promise<string> {
  const { zone } = await deskSettings(dataSource.manager, clinicId);
  const [row] = await dataSource.query<{ now: Date }[]>('select clock_now() as now');
  return dayOf(row?.now ?? 0, zone);
}

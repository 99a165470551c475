import { DateTime } from 'luxon';
import type { Database } from '../../database/statements';
import { type Case, eventsOf, type Told } from '../cases';
import { nameOf } from '../colleagues';
import { deskSettings } from '../settings';
import { type Card, drawCard } from './card';
import { consoleUrlOf, type House } from './house';
import { mentionOf } from './people';
import { drawReply, type Naming, type Reply } from './thread';

/** Everything that a case may show in Slack, read and drawn. The clinic's setting is looked at here, and only here. */
export async function cardOf(house: House, team: string | null, one: Case): Promise<Card> {
  const db = house.dataSource.manager;
  const desk = await deskSettings(db, one.clinicId);
  return drawCard({
    one,
    desk,
    ownerName: await nameOf(db, one.owner),
    seenName: await nameOf(db, one.seenBy),
    // The whole channel for an emergency that nobody has seen; a name only for whoever was called.
    mention:
      one.urgent && !one.seenAt && one.status !== 'resolved'
        ? ['<!channel>', await mentionOf(db, team, desk.secondPerson)].filter(Boolean).join(' ')
        : '',
    consoleUrl: consoleUrlOf(house, one.id),
    translates: house.translator !== undefined && desk.shows === 'full' && (await isForeign(db, one, desk.language)),
    about: desk.shows === 'full' ? await aboutOf(db, one, desk.zone) : {},
  });
}

/** Not, or not surely, in the language of the desk. */
async function isForeign(db: Database, { contactId }: Case, language: string): Promise<boolean> {
  if (contactId === null) return false;
  const [contact] = await db.query<{ language: string | null }[]>('select language from contact where id = $1', [
    contactId,
  ]);
  return contact?.language?.split('-')[0] !== language;
}

async function aboutOf(db: Database, one: Case, zone: string): Promise<{ who?: string; visit?: string }> {
  const [row] = await db.query<
    { patient: string | null; family: string[] | null; visit: string | null; starts: Date | null }[]
  >(
    `select p.name as patient, (select array_agg(k.name order by cp.since, k.id) from contact_patient cp join patient k on k.id = cp.patient_id
                                 where cp.contact_id = $1) as family, d.name as visit, v.starts
       from (select 1) one left join visit v on v.id = $2 left join patient p on p.id = v.patient_id left join provider d on d.id = v.provider_id`,
    [one.contactId, one.visitId],
  );
  const when = row?.starts && DateTime.fromJSDate(row.starts, { zone }).setLocale('en').toFormat('ccc d LLL, HH:mm');
  // The database has names only sealed, so they are cut here and not there.
  const who = row?.patient ?? row?.family?.map((name) => name.split(' ')[0]).join(', ');
  return { ...(who && { who }), ...(row?.visit && when && { visit: `${when}, ${row.visit}` }) };
}

/** The next thing that happened and is to stand in the thread; what is not for the thread is passed over. */
export async function nextReply(
  house: House,
  team: string | null,
  one: Case,
  after: number,
): Promise<{ told: number; reply?: Reply }> {
  const replies = await repliesOf(house, team, one, after);
  return replies.find(({ reply }) => reply !== undefined) ?? { told: replies.at(-1)?.told ?? after };
}

/** Everything that happened since, drawn for the thread where it belongs there. */
export async function repliesOf(
  house: House,
  team: string | null,
  one: Case,
  after: number,
): Promise<{ told: number; reply?: Reply }[]> {
  const db = house.dataSource.manager;
  const events = await eventsOf(db, one.id, after);
  if (events.length === 0) return [];
  const { shows } = await deskSettings(db, one.clinicId);
  const people = await peopleIn(db, team, events);
  const naming: Naming = {
    name: (actor) => people.get(actor)?.name ?? 'a colleague',
    mention: (actor) => people.get(actor ?? '')?.mention ?? '',
    showsWords: shows === 'full',
  };
  return events.map((event) => {
    const reply = drawReply(event, naming);
    return { told: event.id, ...(reply && { reply }) };
  });
}

async function peopleIn(
  db: Database,
  team: string | null,
  events: Told[],
): Promise<Map<string, { name: string; mention: string }>> {
  const named = events.flatMap(({ actor, details }) => [actor, details.owner, details.to]);
  const people = new Map<string, { name: string; mention: string }>();
  for (const who of new Set(named))
    if (typeof who === 'string' && who.startsWith('staff:'))
      people.set(who, { name: await nameOf(db, who), mention: await mentionOf(db, team, who) });
  return people;
}

import type { ClinicId } from '../database/ids';
import type { Database } from '../database/statements';
import { inTransaction } from '../scheduling/transaction';
import type { Actor } from '../scheduling/types';
import type { OpenHours } from './business-hours';
import { maySee, readColleague } from './colleagues';
import { deskLanguages } from './desk-words';
import { type DeskSettings, setShows } from './settings';

type Changeable =
  | 'slackTeam'
  | 'slackChannel'
  | 'language'
  | 'claimMinutes'
  | 'answerMinutes'
  | 'urgentMinutes'
  | 'secondPerson'
  | 'summaryAt';

/** What an administrator may set about the desk of a clinic. What is not named stays as it is. */
export type DeskChanges = Partial<Pick<DeskSettings, Changeable | 'shows' | 'hours'>> & {
  /** Why Slack may show words from now on. */
  because?: string;
};

export type WrongSetting = 'needs_a_reason' | 'unknown_language' | 'not_a_colleague' | 'hours_overlap';

const COLUMNS: Record<Changeable, string> = {
  slackTeam: 'slack_team',
  slackChannel: 'slack_channel',
  language: 'language',
  claimMinutes: 'claim_minutes',
  answerMinutes: 'answer_minutes',
  urgentMinutes: 'urgent_minutes',
  secondPerson: 'second_person',
  summaryAt: 'summary_at',
};

/** All of it or nothing; nothing comes back when it was done. */
export async function changeDesk(
  db: Database,
  clinicId: ClinicId,
  changes: DeskChanges,
  by: Actor,
): Promise<WrongSetting | undefined> {
  const wrong = await wrongWith(db, clinicId, changes);
  if (wrong) return wrong;
  const { shows, because = '', hours } = changes;
  await inTransaction(db, async (tx) => {
    await tx.query('insert into clinic_desk (clinic_id) values ($1) on conflict do nothing', [clinicId]);
    await setColumns(tx, clinicId, changes);
    if (hours) await setHours(tx, clinicId, hours);
    await tx.query(
      `insert into audit (clinic_id, actor, action, subject, details) values ($1, $2, 'desk_settings_changed', 'clinic:' || $1::bigint, $3)`,
      [clinicId, by, JSON.stringify({ changed: Object.keys(changes).filter((name) => name !== 'because') })],
    );
    if (shows && (shows === 'full' || (await showsNow(tx, clinicId)) === 'full'))
      await setShows(tx, clinicId, shows, { by, because });
  });
  return undefined;
}

async function wrongWith(db: Database, clinicId: ClinicId, changes: DeskChanges): Promise<WrongSetting | undefined> {
  const { shows, because = '', language, secondPerson, hours = [] } = changes;
  if (shows === 'full' && because.trim() === '' && (await showsNow(db, clinicId)) !== 'full') return 'needs_a_reason';
  if (language !== undefined && !deskLanguages.includes(language)) return 'unknown_language';
  if (secondPerson) {
    const colleague = await readColleague(db, secondPerson);
    if (!colleague || !maySee(colleague, 'cases.write', clinicId)) return 'not_a_colleague';
  }
  return hours.some((one, i) => hours.slice(i + 1).some((other) => overlap(one, other))) ? 'hours_overlap' : undefined;
}

const overlap = (one: OpenHours, other: OpenHours): boolean =>
  one.weekday === other.weekday && one.starts < other.ends && other.starts < one.ends;

async function showsNow(db: Database, clinicId: ClinicId): Promise<string> {
  const [row] = await db.query<{ shows: string }[]>('select shows from clinic_desk where clinic_id = $1', [clinicId]);
  return row?.shows ?? 'private';
}

async function setColumns(tx: Database, clinicId: ClinicId, changes: DeskChanges): Promise<void> {
  const names = (Object.keys(COLUMNS) as Changeable[]).filter((name) => changes[name] !== undefined);
  if (names.length === 0) return;
  const set = names.map((name, i) => `${COLUMNS[name]} = $${i + 2}`).join(', ');
  await tx.query(`update clinic_desk set ${set} where clinic_id = $1`, [
    clinicId,
    ...names.map((name) => changes[name]),
  ]);
}

async function setHours(tx: Database, clinicId: ClinicId, hours: OpenHours[]): Promise<void> {
  await tx.query('delete from desk_hours where clinic_id = $1', [clinicId]);
  for (const { weekday, starts, ends } of hours)
    await tx.query('insert into desk_hours (clinic_id, weekday, starts, ends) values ($1, $2, $3, $4)', [
      ...[clinicId, weekday, starts, ends],
    ]);
}

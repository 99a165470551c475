import { fullNamesOf } from '../conversation/grant-identity';
import { putRight, setAside } from '../conversation/model-use';
import type { ContactId } from '../database/ids';
import type { Database } from '../database/statements';
import { DEAREST_TRANSLATION, type Translate } from '../understanding/model/translate';
import { type Case, eventsOf } from './cases';
import { deskSettings } from './settings';

export interface Translator {
  translate: Translate;
  /** What one person may cost in a day, beside the understanding of what they write. */
  tokensPerDay: number;
}

/** The last of what was said, in its order. */
export interface Line {
  by: 'patient' | 'desk';
  words: string;
  translated: string;
}

const MOST_LINES = 12;

/** What the patient wrote and was written to, in the language of the desk. Only ever because a colleague asked for it. */
export async function translated(
  db: Database,
  { translate, tokensPerDay }: Translator,
  { id, clinicId, contactId }: Case,
): Promise<Line[] | undefined> {
  if (contactId === null) return undefined;
  const said = await lastSaid(db, id, contactId);
  if (said.length === 0) return [];
  if (!(await setAside(db, contactId, DEAREST_TRANSLATION, tokensPerDay))) return undefined;
  const names = (await fullNamesOf(db, contactId)).flatMap((name) => [name, ...name.split(/\s+/)]);
  const { language } = await deskSettings(db, clinicId);
  const { lines, tokens } = await translate({ lines: said.map(({ words }) => words), into: language, names });
  if (tokens !== undefined) await putRight(db, contactId, DEAREST_TRANSLATION, tokens);
  return lines && said.map((line, i) => ({ ...line, translated: lines[i] ?? '' }));
}

type Said = Omit<Line, 'translated'>;

/** What stands in the thread; and where nothing stands there yet, what the patient wrote before somebody was called. */
async function lastSaid(db: Database, id: Case['id'], contactId: ContactId): Promise<Said[]> {
  const events = await eventsOf(db, id);
  const thread = events.flatMap(({ kind, words }): Said[] =>
    words ? [{ by: kind === 'patient_wrote' ? 'patient' : 'desk', words }] : [],
  );
  if (thread.length > 0) return thread.slice(-MOST_LINES);
  const rows = await db.query<{ body: { text?: string } }[]>(
    `select body from inbox where contact_id = $1 and source not in ('timer', 'desk', 'payment') order by said desc limit 3`,
    [contactId],
  );
  return rows.reverse().flatMap(({ body: { text } }): Said[] => (text ? [{ by: 'patient', words: text }] : []));
}

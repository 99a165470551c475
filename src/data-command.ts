// npm run data -- [export PATIENT | erase PATIENT REASON | retention | sweep [--look]]
import type { PatientId } from './database/ids';
import type { Database } from './database/statements';
import { runCommand } from './in-the-house';
import { erase } from './patients/erase';
import { everythingOf } from './patients/everything';
import { retentionNow, sweep } from './patients/retention';

const BY = 'system';

const COMMANDS: Record<string, (db: Database, args: string[]) => Promise<string[]>> = {
  async export(db, [given]) {
    const id = numberOf(given);
    const [patient] = await db.query<object[]>(
      'select id, name, birth_date::text as "birthDate", sex, language, email from patient where id = $1 and erased_at is null',
      [id],
    );
    if (!patient) throw new Error(`There is no patient ${id}.`);
    const visits = await db.query<object[]>(
      `select v.reference, v.status, v.starts, v.ends, c.name as clinic, p.name as provider, s.name as service from visit v
         join clinic c on c.id = v.clinic_id join provider p on p.id = v.provider_id join service s on s.id = v.service_id
        where v.patient_id = $1 order by v.starts`,
      [id],
    );
    await db.query(`insert into audit (actor, action, subject) values ($1, 'exported', 'patient:' || $2::bigint)`, [
      BY,
      id,
    ]);
    return [JSON.stringify({ patient, visits, ...(await everythingOf(db, id, null)) }, undefined, 1)];
  },
  async erase(db, [given, ...reason]) {
    if (reason.length === 0) throw new Error('Say why: npm run data -- erase 17 asked by letter of 3 June');
    const id = numberOf(given);
    const erased = await db.transaction((tx) => erase(tx, id, { by: BY, reason: reason.join(' ') }));
    if (!erased) throw new Error(`There is no patient ${id}, or no more.`);
    return [
      `Erased. ${erased.visitsCancelled} visits cancelled, ${erased.messages} messages and ${erased.entries} entries removed, ${erased.contacts} addresses forgotten.`,
      'Backups made before still hold them, sealed: delete those when their time has come (docs/operating.md).',
    ];
  },
  async retention(db) {
    return (await retentionNow(db)).map(
      ({ what, title, days }) => `${what.padEnd(14)} ${String(days).padStart(5)} days  ${title}`,
    );
  },
  async sweep(db, args) {
    const look = args.includes('--look');
    const counts = await sweep(db, BY, look);
    return Object.entries(counts).map(([what, count]) => `${what.padEnd(14)} ${count}${look ? ' would go' : ' gone'}`);
  },
};

function numberOf(given: string | undefined): PatientId {
  const id = Number(given);
  if (!Number.isSafeInteger(id) || id < 1) throw new Error('Say which patient, by number: npm run data -- export 17');
  return id as PatientId;
}

const [name = 'retention', ...args] = process.argv.slice(2);
runCommand(COMMANDS, [name, ...args]);

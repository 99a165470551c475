import type { ClinicId } from '../database/ids';
import type { Database } from '../database/statements';
import { EntryError } from '../scheduling/entered';
import { inSavepoint } from '../scheduling/transaction';
import type { Actor } from '../scheduling/types';
import { hours } from './hours';
import { type Became, type Into, type Kind, Refused } from './kind';
import { patients } from './patients';
import { providers } from './providers';
import { NoTable, readTable, type Row } from './read-table';
import { visits } from './visits';

export const importKinds = { providers, hours, patients, visits } as const satisfies Record<string, unknown>;
export type ImportKind = keyof typeof importKinds;

export interface Refusal {
  line: number;
  column: string;
  problem: string;
}

export interface Imported {
  rows: number;
  made: number;
  known: number;
  refused: Refusal[];
  /** False: nothing was kept, because it was only tried or because a line was refused. */
  kept: boolean;
}

export interface How {
  clinicId: ClinicId;
  kind: ImportKind;
  csv: string;
  by: Actor;
  /** Only tries: everything is done and undone, so that lines which clash with each other are found too. */
  dryRun: boolean;
  /** Keeps the good lines of a file that has bad ones. */
  skipRefused: boolean;
}

export async function importTable(db: Database, how: How): Promise<Imported> {
  const rows = readTable(how.csv);
  const kind = importKinds[how.kind] as unknown as Kind;
  checkColumns(kind, rows);
  let done: Imported | undefined;
  await db
    .transaction(async (tx) => {
      done = await takeAll(tx, kind, rows, how);
      if (!done.kept) throw new OnlyTried();
    })
    .catch((error: unknown) => {
      if (!(error instanceof OnlyTried)) throw error;
    });
  if (!done) throw new Error('Nothing was tried');
  return done;
}

class OnlyTried extends Error {}

function checkColumns({ shape }: Kind, [first]: Row[]): void {
  const known = Object.keys(shape.shape);
  const needed = known.filter((name) => !shape.shape[name]?.safeParse(undefined).success);
  const there = Object.keys(first?.cells ?? {});
  const missing = needed.filter((name) => !there.includes(name));
  if (missing.length > 0)
    throw new NoTable(`The columns ${missing.join(', ')} are missing. There may be: ${known.join(', ')}.`);
}

async function takeAll(tx: Database, kind: Kind, rows: Row[], how: How): Promise<Imported> {
  const [clinic] = await tx.query<{ zone: string; now: Date }[]>(
    'select time_zone as zone, clock_now() as now from clinic where id = $1 and closed_at is null',
    [how.clinicId],
  );
  if (!clinic) throw new NoTable('There is no such clinic.');
  const refused: Refusal[] = [];
  const counts: Record<Became, number> = { made: 0, known: 0 };
  for (const group of groupsOf(kind, rows, refused)) {
    const into = { ...clinic, tx, clinicId: how.clinicId, by: how.by };
    const problem = await tryToTake(into, kind, group, counts);
    if (problem) refused.push(...group.map(({ line }) => ({ line, ...problem })));
  }
  const kept = !how.dryRun && (refused.length === 0 || how.skipRefused);
  if (kept)
    await tx.query(
      `insert into audit (clinic_id, actor, action, subject, details) values ($1, $2, 'imported', $3, $4)`,
      [...[how.clinicId, how.by, `import:${how.kind}`, JSON.stringify({ rows: rows.length, ...counts })]],
    );
  return { rows: rows.length, ...counts, refused: refused.sort((a, b) => a.line - b.line), kept };
}

interface Checked {
  line: number;
  cells: Record<string, unknown>;
}

function groupsOf({ shape, together }: Kind, rows: Row[], refused: Refusal[]): Checked[][] {
  const groups = new Map<string, Checked[]>();
  for (const { line, cells } of rows) {
    const given = Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== ''));
    const parsed = shape.safeParse(given);
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues)
        refused.push({ line, column: String(path[0] ?? ''), problem: missing(given, path[0]) ?? message });
      continue;
    }
    const key = together?.(parsed.data) ?? String(line);
    groups.set(key, [...(groups.get(key) ?? []), { line, cells: parsed.data }]);
  }
  return [...groups.values()];
}

const missing = (given: object, column: PropertyKey | undefined): string | undefined =>
  column !== undefined && !(column in given) ? 'Nothing stands here.' : undefined;

async function tryToTake(into: Into, kind: Kind, group: Checked[], counts: Record<Became, number>) {
  try {
    const became = await inSavepoint(into.tx, (tx) =>
      kind.take(
        { ...into, tx },
        group.map(({ cells }) => cells),
      ),
    );
    counts[became] += group.length;
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return { column: error.column, problem: error.message };
    if (error instanceof EntryError) return { column: '', problem: error.message };
    throw error;
  }
}

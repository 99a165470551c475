import { z } from 'zod';
import type { ClinicId } from '../database/ids';
import { type ImportKind, importKinds, importTable } from '../import/import';
import { NoTable } from '../import/read-table';
import { notSo } from './family';
import { ofId, type Resource } from './route';

const KINDS = Object.keys(importKinds) as [ImportKind, ...ImportKind[]];
const columns = Object.entries(importKinds)
  .map(([kind, { shape }]) => `${kind}: ${Object.keys(shape.shape).join(', ')}`)
  .join('; ');

export const importing: Resource = (add) =>
  add({
    ...{ method: 'POST', url: '/clinics/:id/import/:kind', policy: 'import.write' },
    summary: 'Take in a table; at first only tried, with a reason for every line that is refused',
    params: ofId.extend({ kind: z.enum(KINDS) }),
    body: z.object({
      csv: z.string().min(1).max(900_000).describe(`With headings. ${columns}`),
      dryRun: z.boolean().default(true).describe('Everything is tried and nothing kept'),
      skipRefused: z.boolean().default(false).describe('Keep the good lines of a file that has bad ones'),
    }),
    answer: z.object({
      ...{ rows: z.int(), made: z.int(), known: z.int(), kept: z.boolean() },
      refused: z.array(z.object({ line: z.int(), column: z.string(), problem: z.string() })),
    }),
    async handle({ params, body }, ask) {
      ask.may({ clinicId: params.id });
      const how = { ...body, clinicId: params.id as ClinicId, kind: params.kind, by: ask.by };
      try {
        return await importTable(ask.db, how);
      } catch (error) {
        if (error instanceof NoTable) throw notSo(error.message);
        throw error;
      }
    },
  });

import type { Database } from '../database/statements';
import type { By, Figure } from './figure';

export interface Filters {
  from: string;
  to: string;
  by?: By | undefined;
  clinicId?: number | undefined;
  providerId?: number | undefined;
  serviceId?: number | undefined;
  channel?: string | undefined;
  language?: string | undefined;
  /** Whose figures may be seen; null: everybody's. */
  clinics: readonly number[] | null;
}

export interface Row {
  key: string;
  name: string;
  [measure: string]: string | number | null;
}

/** What each row stands for, and what it is called. */
const GROUPS: Record<By, { key: string; name?: string; needs: string }> = {
  clinic: { key: 'f.clinic_id::text', name: '(select name from clinic where id = key::bigint)', needs: 'clinic_id' },
  provider: { key: 'f.provider_id::text', name: '(select name from provider where id = key::bigint)', needs: 'provider_id' }, // prettier-ignore
  service: { key: 'f.service_id::text', name: '(select name from service where id = key::bigint)', needs: 'service_id' }, // prettier-ignore
  channel: { key: 'f.channel', needs: 'channel' },
  language: { key: 'f.language', needs: 'language' },
  kind: { key: 'f.kind', needs: 'kind' },
  step: { key: 'f.step', needs: 'step' },
  day: { key: 'f.day::text', needs: 'day' },
  week: { key: `date_trunc('week', f.day)::date::text`, name: `to_char(key::date, 'IYYY-"W"IW')`, needs: 'day' },
  month: { key: `date_trunc('month', f.day)::date::text`, name: `to_char(key::date, 'YYYY-MM')`, needs: 'day' },
};

/** Filters that a figure knows. A figure of the desk has no provider: there such a filter would tell a lie by leaving nothing out. */
const COLUMNS = {
  clinicId: 'clinic_id', providerId: 'provider_id', serviceId: 'service_id', channel: 'channel', language: 'language',
} as const; // prettier-ignore
type Filter = keyof typeof COLUMNS;

export const filtersOf = (figure: Figure): Filter[] =>
  (Object.keys(COLUMNS) as Filter[]).filter((one) => figure.by.some((by) => GROUPS[by].needs === COLUMNS[one]));

/** The statement of a figure, to be read by whoever wants to know what is counted. */
export function statementOf(figure: Figure, by?: By): string {
  const { key, name } = by ? GROUPS[by] : { key: `''`, name: `''` };
  const measures = Object.entries(figure.measures).map(([title, { sql }]) => `${sql} as "${title}"`);
  const apart = figure.apart ? [figure.apart] : [];
  const shown = [...apart, ...Object.keys(figure.measures).map((title) => `"${title}"`)];
  const conditions = filtersOf(figure).map(
    (one, i) => `and ($${i + 4}::${TYPES[one]} is null or ${COLUMNS[one]} = $${i + 4})`,
  );
  return `
    with facts as (${figure.facts}),
    f as (select * from facts where day between $1 and $2 and ($3::bigint[] is null or clinic_id = any($3)) ${conditions.join(' ')}),
    counted as (select ${[`${key} as key`, ...apart, ...measures].join(', ')} from f group by ${[`1`, ...apart].join(', ')})
    select coalesce(key, '') as key, coalesce(${name ?? 'key'}, key, '') as name, ${shown.join(', ')}
      from counted order by ${['1', ...apart.map((_, i) => String(i + 3))].join(', ')}`;
}

const TYPES: Record<Filter, string> = {
  clinicId: 'bigint',
  providerId: 'bigint',
  serviceId: 'bigint',
  channel: 'text',
  language: 'text',
};

export const readFigure = (db: Database, figure: Figure, filters: Filters): Promise<Row[]> =>
  db.query<Row[]>(statementOf(figure, filters.by), [
    ...[filters.from, filters.to, filters.clinics],
    ...filtersOf(figure).map((one) => filters[one] ?? null),
  ]);

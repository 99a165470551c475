import { z } from 'zod';
import { Problem } from '../hub/errors';
import { asCsv } from '../reports/csv';
import type { By, Figure } from '../reports/figure';
import { figures } from '../reports/figures';
import { filtersOf, readFigure } from '../reports/read-figure';
import { thirdNext } from '../reports/third-next';
import { type Ask, day, id, type Resource } from './route';

const BYS = ['clinic', 'provider', 'service', 'channel', 'language', 'day', 'week', 'month', 'kind', 'step'] as const;
const format = z.enum(['json', 'csv']).default('json').describe('`csv` for spreadsheets');
const query = z.object({
  ...{ from: day.optional().describe('Four weeks ago, if not said'), to: day.optional(), by: z.enum(BYS).optional() },
  ...{ clinicId: id.optional(), providerId: id.optional(), serviceId: id.optional() },
  ...{ channel: z.string().max(20).optional(), language: z.string().max(8).optional(), format },
});

const FIGURES = figures.map(({ name }) => name) as [string, ...string[]];

/** What a clinic wants to know of itself. No figure is about one patient. */
export const reports: Resource = (add) => {
  add({
    ...{ method: 'GET', url: '/reports', policy: 'reports.read' },
    summary: 'Which figures there are, what exactly they count, and by what they can be told apart',
    async handle(_given, ask) {
      void ask.reach;
      return { items: figures.map(described) };
    },
  });

  add({
    ...{ method: 'GET', url: '/reports/third-next-available', policy: 'reports.read' },
    summary: 'How soon somebody could be seen, as it stands now: days until the third free time',
    query: query.pick({ clinicId: true, providerId: true, serviceId: true, format: true }),
    async handle({ query: q }, ask) {
      const items = await thirdNext(ask.db, { ...q, clinics: clinicsOf(ask) });
      return q.format === 'csv'
        ? csv(
            ask,
            'third-next-available',
            ACCESS,
            items.map((one) => ({ ...one })),
          )
        : { items };
    },
  });

  add({
    ...{ method: 'GET', url: '/reports/:figure', policy: 'reports.read' },
    summary: 'A figure over some days, for all together or told apart',
    params: z.object({ figure: z.enum(FIGURES) }),
    query,
    async handle({ params, query: { format: wanted, ...q } }, ask) {
      const figure = figures.find(({ name }) => name === params.figure);
      if (!figure) throw new Problem('not_found');
      mayBeAsked(figure, q);
      const days = daysOf(ask, q);
      const items = await readFigure(ask.db, figure, { ...q, ...days, clinics: clinicsOf(ask) });
      if (wanted === 'json') return { ...described(figure), ...days, items };
      const apart = figure.apart ? [{ key: figure.apart, header: figure.apart }] : [];
      const measures = Object.entries(figure.measures).map(([key, { title }]) => ({ key, header: title }));
      return csv(ask, figure.name, [{ key: 'key', header: q.by ?? 'all' }, { key: 'name', header: 'Name' }, ...apart, ...measures], items); // prettier-ignore
    },
  });
};

const ACCESS = ['clinicId', 'clinic', 'providerId', 'provider', 'serviceId', 'service', 'days'].map((key) => ({ key, header: key })); // prettier-ignore

const clinicsOf = ({ reach }: Ask): readonly number[] | null => (reach.everywhere ? null : reach.clinics);

const described = (figure: Figure) => ({
  ...{ name: figure.name, title: figure.title, about: figure.about, by: figure.by, filters: filtersOf(figure) },
  measures: Object.entries(figure.measures).map(([name, { title, unit }]) => ({ name, title, unit })),
  ...(figure.apart && { apart: figure.apart }),
});

type Asked = Omit<z.output<typeof query>, 'format'>;

/** A filter that a figure does not know would leave nothing out, and so tell a lie. */
function mayBeAsked(figure: Figure, { by, from: _from, to: _to, ...filters }: Asked): void {
  if (by && !figure.by.includes(by as By))
    throw new Problem('not_acceptable', { about: { detail: `${figure.name} can be told apart by ${figure.by.join(', ')}.` } }); // prettier-ignore
  const known: readonly string[] = filtersOf(figure);
  const unknown = Object.entries(filters).find(([name, value]) => value !== undefined && !known.includes(name));
  if (unknown)
    throw new Problem('not_acceptable', {
      about: { detail: `${figure.name} cannot be limited by ${unknown[0]}; by ${known.join(', ')} it can.` },
    });
}

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 800;

function daysOf({ now }: Ask, { from, to }: Asked): { from: string; to: string } {
  const last = to ?? now.toISOString().slice(0, 10);
  const first = from ?? new Date(Date.parse(last) - 27 * DAY_MS).toISOString().slice(0, 10);
  const days = (Date.parse(last) - Date.parse(first)) / DAY_MS;
  if (days < 0 || days > LONGEST_DAYS)
    throw new Problem('not_acceptable', { about: { detail: `From and to lie ${LONGEST_DAYS} days apart at the most, and in this order.` } }); // prettier-ignore
  return { from: first, to: last };
}

function csv(ask: Ask, name: string, columns: { key: string; header: string }[], rows: Parameters<typeof asCsv>[1]) {
  void ask.reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .header('x-content-type-options', 'nosniff');
  return asCsv(columns, rows);
}

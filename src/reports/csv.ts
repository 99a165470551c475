import { stringify } from 'csv-stringify/sync';

type Cell = string | number | null;

/** What a spreadsheet would take for a formula is marked as text: names of people end up in these cells. */
export const asCsv = (columns: { key: string; header: string }[], rows: Record<string, Cell>[]): string =>
  stringify(rows, { header: true, columns, escape_formulas: true, bom: true, record_delimiter: 'windows' });

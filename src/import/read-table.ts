import { parse } from 'csv-parse/sync';

export interface Row {
  /** As a spreadsheet or an editor counts: the headings are line 1. */
  line: number;
  cells: Record<string, string>;
}

export const MOST_ROWS = 20_000;

/** What is wrong with the whole file. */
export class NoTable extends Error {}

/**
 * A table as spreadsheets save it: comma, semicolon or tab, with or without a byte-order mark. Headings are read without case
 * and marks, so that "Birth date" is `birth_date`.
 */
export function readTable(text: string): Row[] {
  const first = text.slice(0, 4_000).split(/\r?\n/, 1)[0] ?? '';
  const delimiter = [',', ';', '\t'].reduce((best, one) => (countOf(first, one) > countOf(first, best) ? one : best));
  try {
    const rows = parse(text, {
      ...{ bom: true, delimiter, trim: true, skip_empty_lines: true, info: true, relax_column_count_less: true },
      ...{ to: MOST_ROWS + 1, max_record_size: 20_000, columns: (headings: string[]) => headings.map(asKey) },
    }) as unknown as { record: Record<string, string>; info: { lines: number } }[];
    if (rows.length > MOST_ROWS) throw new NoTable(`More than ${MOST_ROWS} lines: split the file.`);
    return rows.map(({ record, info }) => ({ line: info.lines, cells: withoutMarks(record) }));
  } catch (error) {
    // Each build of the package has a class of its own for its errors, so they are known by their code.
    const { code = '', lines = 1 } = error as { code?: string; lines?: number };
    if (code.startsWith('CSV_'))
      throw new NoTable(`Line ${lines}: this is no table (${plain(code)}).`, { cause: error });
    throw error;
  }
}

const countOf = (text: string, sign: string): number => text.split(sign).length;

const asKey = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');

/** What we put before a formula when we write a table, we take away when we read one. */
const withoutMarks = (record: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).map(([key, cell]) => [key, cell.replace(/^'(?=[=+\-@])/, '')]));

const plain = (code: string): string => code.replace(/^CSV_/, '').replaceAll('_', ' ').toLowerCase();

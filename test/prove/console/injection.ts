import { parse } from 'csv-parse/sync';
import { asCalendar } from '../../../src/feeds/as-calendar';
import type { Fed } from '../../../src/feeds/feeds';
import { asCsv } from '../../../src/reports/csv';
import type { Finding, Stage } from '../proof';
import type { Random } from '../random';

const SIGNS = ['=', '+', '-', '@', '\t', '\r', '\n', '"', "'", ',', ';', ':', '\\', '|', ' ', '\u2028', '\u0000', '\ufeff', 'a', '1', 'ä', '患', '\u202e']; // prettier-ignore
const WORDS = ['=cmd|\' /C calc\'!A0', '@SUM(1+1)', 'END:VEVENT', 'BEGIN:VEVENT', '\r\nATTACH:http://evil', '\nSUMMARY:x', 'HYPERLINK("x")', ';VALUE=URI:', '\\n', 'X-A:b']; // prettier-ignore

const hostile = (random: Random): string =>
  Array.from({ length: random.pick([1, 2, 5, 12, 40]) }, () => (random.pick([1, 2, 3]) === 1 ? random.pick(WORDS) : random.pick(SIGNS))).join(''); // prettier-ignore

/** Names that would like to be a formula in a table, or a line in a calendar. */
export async function injection({ random, quick }: Pick<Stage, 'random' | 'quick'>): Promise<Finding> {
  const count = quick ? 500 : 20_000;
  let formulas = 0;
  let cells = 0;
  let lines = 0;
  for (let i = 0; i < count; i++) {
    const name = hostile(random);
    const text = asCsv([{ key: 'a', header: 'A' }, { key: 'b', header: 'B' }], [{ a: name, b: 1 }]); // prettier-ignore
    const rows: string[][] = parse(text, { bom: true, relax_column_count: true });
    const [, row = []] = rows;
    if (rows.length !== 2 || row.length !== 2) cells++;
    if (/^[=+\-@\t\r]/.test(row[0] ?? '')) formulas++;
    if (!isOneEvent(asCalendar({ id: 1 as never, provider: name, names: true, visits: [visitNamed(name)] }))) lines++;
  }
  return {
    counts: { names: count },
    invariants: {
      'no cell is a formula': formulas,
      'a name stays in its cell': cells,
      'a name stays in its line': lines,
    },
  };
}

const at = new Date('2026-06-03T06:00:00Z');
const visitNamed = (name: string): Fed => ({
  ...{ id: 1, version: 1, status: 'booked', starts: at, ends: at, changedAt: at, reference: 'K7QM', patientId: 1 },
  ...{ service: name, clinic: name, address: name, patient: name },
});

const EVENT = ['BEGIN', 'UID', 'SEQUENCE', 'DTSTAMP', 'DTSTART', 'DTEND', 'SUMMARY', 'LOCATION', 'STATUS', 'END'].join(); // prettier-ignore

function isOneEvent(calendar: string): boolean {
  const lines = calendar.replace(/\r\n[ \t]/g, '').split('\r\n');
  const from = lines.indexOf('BEGIN:VEVENT');
  const to = lines.lastIndexOf('END:VEVENT');
  const names = lines.slice(from, to + 1).map((line) => line.split(/[:;]/)[0]);
  return names.filter((name) => name !== 'LOCATION' && name !== 'SUMMARY').join() === EVENT.replace('SUMMARY,LOCATION,', '') && !/[\n\r]/.test(lines.join('')); // prettier-ignore
}

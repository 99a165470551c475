import { importTable, type ImportKind, type Imported } from '../../src/import/import';
import { NoTable, readTable } from '../../src/import/read-table';
import { asCsv } from '../../src/reports/csv';
import { makeUniverse, type Universe } from '../universe';

let u: Universe;
beforeAll(async () => void (u = await makeUniverse()));
afterAll(() => u.close());

const take = (
  kind: ImportKind,
  csv: string,
  how: { dryRun?: boolean; skipRefused?: boolean } = {},
): Promise<Imported> =>
  importTable(u.db, { clinicId: u.clinic, kind, csv, by: 'staff:1', dryRun: false, skipRefused: false, ...how });
const count = async (table: string): Promise<number> =>
  (await u.db.query<{ n: number }[]>(`select count(*)::int as n from ${table}`))[0]!.n;

const PATIENTS = `Name,Phone,Birth date,Sex,Language
Wanjiru Kamau,+254 712 345 678,1980-05-06,female,sw
Baby Kamau,+254 712 345 678,2024-01-02,,sw
Otieno Odhiambo,0712,1990-01-01,male,en
,+254712345670,1990-02-30,man,English
`;

test('a try says of every line what is wrong with it, and keeps nothing', async () => {
  const before = await count('patient');
  const tried = await take('patients', PATIENTS, { dryRun: true });
  expect(tried).toEqual({
    ...{ rows: 4, made: 2, known: 0, kept: false },
    refused: [
      { line: 4, column: 'phone', problem: 'Write the number with its country, like +254 712 345678.' },
      { line: 5, column: 'name', problem: 'Nothing stands here.' },
      { line: 5, column: 'birth_date', problem: 'Write a day like 2026-06-01.' },
      { line: 5, column: 'sex', problem: 'Write female, male or other.' },
      { line: 5, column: 'language', problem: 'Write a language as its code, like sw.' },
    ],
  });
  expect(await count('patient')).toBe(before);
});

test('with a bad line nothing is kept, unless the good ones are wanted; taken in twice, nobody is there twice', async () => {
  const before = await count('patient');
  expect(await take('patients', PATIENTS)).toMatchObject({ kept: false });
  expect(await count('patient')).toBe(before);
  expect(await take('patients', PATIENTS, { skipRefused: true })).toMatchObject({ made: 2, kept: true });
  expect(await take('patients', PATIENTS, { skipRefused: true })).toMatchObject({ made: 0, known: 2 });
  expect(await count('patient')).toBe(before + 2);
  const links = await u.db.query<object[]>(
    `select cp.relation from contact_patient cp join patient p on p.id = cp.patient_id where p.birth_date in ('1980-05-06', '2024-01-02') order by p.id`,
  );
  expect(links).toEqual([{ relation: 'self' }, { relation: 'other' }]);
});

test('providers, their hours, and visits that are booked like all others: nobody is in two places', async () => {
  const providers = 'name;specialties;languages\nDr Achieng Otieno;dermatology;en|sw\nDr Nobody;wizardry;en\n';
  expect(await take('providers', providers, { skipRefused: true })).toMatchObject({
    made: 1,
    refused: [{ line: 3, column: 'specialties', problem: 'There is no specialty "wizardry".' }],
  });
  const hours = `provider\tweekday\tstarts\tends\tbreak from\tbreak to
Dr Achieng Otieno\tMonday\t9:00\t12:00\t\t
Dr Achieng Otieno\ttue\t09:00\t17:00\t12:00\t13:00
Dr Ngozi Okafor\t1\t09:00\t09:00\t\t
Dr Who\t1\t09:00\t10:00\t\t
`;
  expect(await take('hours', hours, { skipRefused: true })).toMatchObject({
    made: 2,
    refused: [
      { line: 4, column: '', problem: expect.stringMatching(/have no length/) as string },
      { line: 5, column: 'provider', problem: 'Nobody called "Dr Who" works in this clinic.' },
    ],
  });
  const visit = (name: string, day: string, time: string, who = 'Wanjiru Kamau'): string => `${name},Consultation,+254712345678,${who},${day},${time}\n`; // prettier-ignore
  const visits = `provider,service,patient phone,patient name,day,time\n${[
    visit('Dr Achieng Otieno', '2026-06-02', '9:00'),
    visit('Dr Achieng Otieno', '2026-06-02', '9:15', 'Baby Kamau'),
    visit('Dr Achieng Otieno', '2026-06-02', '12:30'),
    visit('Dr Ngozi Okafor', '2026-06-02', '09:00'),
    visit('Dr Ngozi Okafor', '2026-05-30', '09:00'),
    visit('Dr Ngozi Okafor', '2026-06-03', '09:00', 'Nobody'),
  ].join('')}`;
  const tried = await take('visits', visits, { dryRun: true });
  expect(tried.refused.map(({ line, column, problem }) => [line, column, problem])).toEqual([
    [3, 'time', 'It cannot be booked: taken.'],
    [4, 'time', expect.stringMatching(/not working|taken/)],
    [5, 'time', 'It cannot be booked: patient elsewhere.'],
    [6, 'day', expect.stringMatching(/passed/)],
    [7, 'patient_phone', expect.stringMatching(/No patient is known/)],
  ]);
  expect(await count('visit')).toBe(0);
  expect(await take('visits', visits, { skipRefused: true })).toMatchObject({ made: 1, kept: true });
  expect(await take('visits', visits, { skipRefused: true })).toMatchObject({ made: 0, known: 1 });
});

test.each([
  ['', 'are missing'],
  ['name\nx\n', 'The columns phone are missing'],
  ['name,phone\n"x,1\n', 'no table'],
])('a file that is no such table is refused as a whole: %j', async (csv, words) => {
  await expect(take('patients', csv)).rejects.toThrow(NoTable);
  await expect(take('patients', csv)).rejects.toThrow(words);
});

test('what we write we can read: formulas, quotes, marks and every separator', () => {
  const names = ['=1+1', '+254', '-x', '@y', 'a "b" c', 'x;y', 'x,y', 'tab\tin', 'O’Brien', 'राम', 'two\nlines'];
  const text = asCsv([{ key: 'name', header: 'Name' }, { key: 'more', header: 'More' }], names.map((name) => ({ name, more: 1 }))); // prettier-ignore
  expect(readTable(text).map(({ cells }) => cells.name)).toEqual(names);
});

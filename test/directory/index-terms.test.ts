import { CANDIDATES, findInDirectory } from '../../src/directory/find';
import {
  indexClinic,
  indexEverything,
  indexPlace,
  indexProvider,
  indexService,
  indexSpecialty,
} from '../../src/directory/index-terms';
import type { ClinicId, PlaceId, ProviderId, ServiceId, SpecialtyCode } from '../../src/database/ids';
import { freshDatabase, type FreshDatabase } from '../database';
import { fillShelf } from './shelf';

let fresh: FreshDatabase;
beforeEach(async () => {
  fresh = await freshDatabase();
  await fillShelf(fresh.dataSource);
});
afterEach(() => fresh.drop());

const db = () => fresh.dataSource.manager;
const names = async (text: string): Promise<string[]> => (await findInDirectory(db(), text)).map((found) => found.name);

async function idOf<Id>(table: string, name: string): Promise<Id> {
  const [row] = await fresh.dataSource.query<[{ id: Id }]>(`select id from ${table} where name = $1`, [name]);
  return row.id;
}

test('a provider is found by the new name and no longer by the old one', async () => {
  const id = await idOf<ProviderId>('provider', 'Dr Ngozi Okafor');
  await fresh.dataSource.query(`update provider set name = 'Dr Ngozi Balogun', names = '{}' where id = $1`, [id]);
  await indexProvider(db(), id);
  expect(await names('balogun')).toEqual(['Dr Ngozi Balogun']);
  expect(await names('okafor')).toEqual([]);
});

test('a provider who has left is not found', async () => {
  const id = await idOf<ProviderId>('provider', 'Dr Omar Haddad');
  await fresh.dataSource.query(`update provider set left_at = clock_now() where id = $1`, [id]);
  await indexProvider(db(), id);
  expect(await names('haddad')).toEqual([]);
});

test('a word that a clinic adds to a specialty works at once', async () => {
  expect(await names('goosebumps')).toEqual([]);
  await fresh.dataSource.query(
    `update specialty set words = jsonb_insert(words, '{en,0}', '"goosebumps"') where code = 'dermatology'`,
  );
  await indexSpecialty(db(), 'dermatology' as SpecialtyCode);
  expect(await names('goosebumps')).toEqual(['Skin doctor']);
});

test('a service that has ended is not found', async () => {
  const id = await idOf<ServiceId>('service', 'Mole check');
  await fresh.dataSource.query(`update service set ended_at = clock_now() where id = $1`, [id]);
  await indexService(db(), id);
  expect(await findInDirectory(db(), 'mole check', { kinds: ['service'] })).toEqual([]);
});

test('a clinic is found by its new name, and by a new name of its town', async () => {
  const clinic = await idOf<ClinicId>('clinic', 'Hudson Health');
  await fresh.dataSource.query(`update clinic set name = 'Riverside Health' where id = $1`, [clinic]);
  await indexClinic(db(), clinic);
  expect(await names('riverside')).toEqual(['Riverside Health']);
  const place = await idOf<PlaceId>('place', 'New York');
  await fresh.dataSource.query(`update place set names = '{"fr": "La Grosse Pomme"}' where id = $1`, [place]);
  await indexPlace(db(), place);
  expect(await names('clinique grosse pomme')).toEqual(expect.arrayContaining(['Riverside Health', 'New York']));
});

test('indexing twice changes nothing', async () => {
  const shelf = () => fresh.dataSource.query<object[]>('select * from search_term order by kind, target, term');
  const before = await shelf();
  await indexEverything(db());
  expect(await shelf()).toEqual(before);
});

// No timing: with twenty thousand terms a search that reads them all would still be quick enough to go unnoticed in a test.
test('a search uses both trigram indexes', async () => {
  await fresh.dataSource.query(
    `insert into search_term (kind, target, term, sound)
     select 'provider', (1000 + n)::text, md5(n::text) || ' ' || md5((-n)::text), md5((7 * n)::text) from generate_series(1, 20000) n`,
  );
  await fresh.dataSource.query('vacuum analyze search_term');
  const kinds = ['provider', 'specialty', 'service', 'place', 'clinic'];
  const plan = await fresh.dataSource.query<{ 'QUERY PLAN': string }[]>(`explain ${CANDIDATES.text}`, [
    ['okafor'],
    ['akfr'],
    'okafor',
    kinds,
    null,
  ]);
  const text = plan.map((line) => line['QUERY PLAN']).join('\n');
  expect(text).toContain('Bitmap Index Scan on search_term_spelling');
  expect(text).toContain('Bitmap Index Scan on search_term_sound');
  expect(text).not.toContain('Seq Scan on search_term');
});

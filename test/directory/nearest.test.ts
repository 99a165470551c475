import { nearest } from '../../src/directory/nearest';
import type { ClinicId, PlaceId } from '../../src/database/ids';
import { freshDatabase, type FreshDatabase } from '../database';
import { fillShelf } from './shelf';

let fresh: FreshDatabase;
let clinics: ClinicId[];
beforeAll(async () => {
  fresh = await freshDatabase();
  await fillShelf(fresh.dataSource);
  clinics = (await fresh.dataSource.query<{ id: ClinicId }[]>('select id from clinic order by id')).map(
    (row) => row.id,
  );
});
afterAll(() => fresh.drop());

const db = () => fresh.dataSource.manager;

test('from a town', async () => {
  const [porto] = await fresh.dataSource.query<[{ id: PlaceId }]>(`select id from place where name = 'Porto'`);
  const [nairobi, lisbon, newYork] = clinics;
  expect(await nearest(db(), porto.id, clinics)).toEqual([
    { clinicId: lisbon, kilometres: 274 },
    { clinicId: newYork, kilometres: 5357 },
    { clinicId: nairobi, kilometres: 6572 },
  ]);
});

test('from a point, among some of the clinics', async () => {
  const [nairobi, , newYork] = clinics as [ClinicId, ClinicId, ClinicId];
  const found = await nearest(db(), { latitude: -1.3, longitude: 36.8 }, [newYork, nairobi]);
  expect(found.map((clinic) => clinic.clinicId)).toEqual([nairobi, newYork]);
});

test('across the date line, and from a clinic’s own town', async () => {
  const place = `insert into place (name, country, latitude, longitude) values ('Suva', 'FJ', -18.1, 178.4), ('Apia', 'WS', -13.8, -171.8) returning id`;
  const [suva, apia] = await fresh.dataSource.query<[{ id: PlaceId }, { id: PlaceId }]>(place);
  const [clinic] = await fresh.dataSource.query<[{ id: ClinicId }]>(
    `insert into clinic (name, place_id, time_zone, emergency_number) values ('Apia Clinic', $1, 'Pacific/Apia', '1') returning id`,
    [apia.id],
  );
  expect(await nearest(db(), apia.id, [clinic.id])).toEqual([{ clinicId: clinic.id, kilometres: 0 }]);
  const [found] = await nearest(db(), suva.id, [clinic.id]);
  expect(found?.kilometres).toBeLessThan(1300);
});

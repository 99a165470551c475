import { zonesInDispute } from '../../src/scheduling/zone-data';
import { freshDatabase } from '../database';

test('Node and Postgres know the same clocks for the zones of the demo and of the tests', async () => {
  const { dataSource, drop } = await freshDatabase();
  const zones = ['Africa/Nairobi', 'Europe/Lisbon', 'America/New_York', 'Africa/Cairo', 'Australia/Lord_Howe', 'UTC'];
  expect(await zonesInDispute(dataSource.manager, zones, new Date('2026-06-01T00:00:00Z'))).toEqual([]);
  await drop();
});

import { receive } from '../../src/inbox/receive';
import { takeTurn, type World } from '../../src/conversation/take-turn';
import { wakeDueTimers } from '../../src/reminders/wake-due-timers';
import { makeUniverse, type Universe } from '../universe';

let universe: Universe;
let world: World;
beforeEach(async () => {
  universe = await makeUniverse();
  world = { dataSource: universe.dataSource, name: 'test', deliverSoon: () => undefined };
});
afterEach(() => universe.close());

const from = { channel: 'sms', address: '+15550100001' };
const write = (sourceId: string, text: string) =>
  receive(universe.db, { source: 'sms', sourceId, from, body: { text } });

test('a message that cannot be handled goes to the desk after five tries, and the next one gets its turn', async () => {
  const ann = universe.contacts.Ann;
  await write('1', 'hello');
  await write('2', 'hello');
  // Something of ours is broken for as long as the first message is tried.
  await universe.db.query(
    `create function broken() returns trigger language plpgsql as $$ begin
       if new.envelope is not null and exists (select from inbox where source_id = '1' and handled_at is null) then raise 'broken'; end if;
       return new; end $$`,
  );
  await universe.db.query('create trigger broken before update on conversation for each row execute function broken()');

  for (let tries = 1; tries < 5; tries++) await expect(takeTurn(world, ann)).rejects.toThrow('could not be handled');
  expect(await takeTurn(world, ann)).toBe(true);
  expect(await universe.db.query('select kind, urgent from desk_case')).toEqual([
    { kind: 'failed_turn', urgent: true },
  ]);

  expect(await takeTurn(world, ann)).toBe(true);
  expect(await universe.db.query('select handled_at is not null as done, attempts from inbox order by id')).toEqual([
    { done: true, attempts: 5 },
    { done: true, attempts: 0 },
  ]);
});

test('a due timer becomes one message, however many wake at once', async () => {
  const { clinic, contacts, db, dataSource } = universe;
  await db.query(
    `insert into timer (clinic_id, kind, due_at, contact_id) select $1, 'attend', clock_now(), $2 from generate_series(1, 20)`,
    [clinic, contacts.Ann],
  );
  await Promise.all(Array.from({ length: 8 }, () => wakeDueTimers(dataSource.manager)));
  const [row] = await db.query<{ woken: number }[]>(`select count(*)::int as woken from inbox where source = 'timer'`);
  expect(row?.woken).toBe(20);
  expect(await wakeDueTimers(db)).toEqual([]);
});

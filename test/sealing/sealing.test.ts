import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { keyFor, lock, unlock } from '../../src/accounts/keys';
import { relockSecondFactors } from '../../src/accounts/relock';
import { contextOf } from '../../src/accounts/sign-in';
import { checkAudit } from '../../src/audit/check';
import { sealNewRows } from '../../src/audit/seal';
import { createDataSource } from '../../src/database/data-source';
import { prepareDatabase, resealDatabase } from '../../src/database/prepare';
import { sealedColumns } from '../../src/database/sealed-columns';
import type { AccountId } from '../../src/database/ids';
import { Secret } from '../../src/secret';
import { nameWords, sealed, sealedAddress, sealedDocument, useKeys } from '../../src/sealing/sealed';
import { Vault } from '../../src/sealing/vault';
import { type FreshDatabase, freshDatabase } from '../database';
import { TEST_KEY } from '../test-key';

const KEY = new Secret(TEST_KEY);
const OTHER = new Secret('o'.repeat(32));

describe('a vault', () => {
  const vault = new Vault(KEY);
  const texts = ['', 'Asha', 'राम कुमार', 'sealed:00000000:abc', 'x'.repeat(10_000), '\u{1F6A8} "quoted" \\ \n'];

  test.each(texts)('opens what it has sealed: %j', (text) => {
    expect(vault.open(vault.seal(text))).toBe(text);
    expect(vault.seal(text)).not.toContain(text || 'nothing');
    expect(vault.seal(text)).not.toBe(vault.seal(text));
    expect(vault.sealAlike(text)).toBe(vault.sealAlike(text));
  });

  test('leaves alone what it has not sealed', () => {
    expect(vault.open('sealed:00000000:' + 'A'.repeat(60))).toBe('sealed:00000000:' + 'A'.repeat(60));
    expect(new Vault(OTHER).open(vault.seal('Asha'))).toMatch(/^sealed:/);
  });

  test('notices every changed byte', () => {
    const [, name = '', kept = ''] = vault.seal('Asha Mwangi').split(':');
    const bytes = Buffer.from(kept, 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i]! ^= 1;
      expect(() => vault.open(`sealed:${name}:${changed.toString('base64url')}`)).toThrow(/changed from outside/);
    }
  });

  test('opens with an old key and seals with the new one', () => {
    const both = new Vault(OTHER, KEY);
    expect(both.open(vault.seal('Asha'))).toBe('Asha');
    expect(both.seal('Asha').startsWith(both.mark)).toBe(true);
    expect(vault.blind('asha')).not.toBe(both.blind('asha'));
  });
});

describe('in the database', () => {
  let database: FreshDatabase;
  beforeEach(async () => {
    useKeys(KEY);
    database = await freshDatabase();
  });
  afterEach(() => database.drop());

  /** What stands in the tables, as somebody with a copy of the disk sees it. */
  async function raw(query: string): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(query);
    await client.end();
    return rows;
  }

  const CANARY = 'Canary Quetzal';
  const ADDRESS = '+254700999888';

  async function fill(): Promise<void> {
    const { dataSource } = database;
    await dataSource.query('insert into patient (name, name_words, email) values ($1, $2, $3)', [
      sealed(CANARY),
      nameWords(CANARY),
      sealed('quetzal@example.org'),
    ]);
    const [contact] = await dataSource.query(`insert into contact (channel, address) values ('sms', $1) returning id`, [
      sealedAddress(ADDRESS),
    ]);
    await dataSource.query(`insert into inbox (source, source_id, contact_id, body) values ('sms', '1', $1, $2)`, [
      contact.id,
      sealedDocument({ text: `I am ${CANARY}` }),
    ]);
    await dataSource.query(`insert into outbox (contact_id, kind, body) values ($1, 'reply', $2)`, [
      contact.id,
      sealedDocument({ text: `Hello ${CANARY}`, onlyAsks: true }, ['onlyAsks']),
    ]);
  }

  async function read(): Promise<unknown> {
    const { dataSource } = database;
    const [row] = await dataSource.query(
      `select p.name, p.email, k.address, i.body as heard, o.body as said, (o.body->>'onlyAsks')::boolean as "inTheOpen",
              array_agg(p.name) as names, jsonb_build_object('whom', p.name) as built
         from patient p, contact k, inbox i, outbox o group by p.id, k.id, i.id, o.id`,
    );
    return row;
  }

  const READ = {
    ...{ name: CANARY, email: 'quetzal@example.org', address: ADDRESS },
    heard: { text: `I am ${CANARY}` },
    said: { text: `Hello ${CANARY}`, onlyAsks: true },
    ...{ inTheOpen: true, names: [CANARY], built: { whom: CANARY } },
  };

  test('what was sealed reads as it was written, and shows nothing to anybody else', async () => {
    await fill();
    expect(await read()).toEqual(READ);
    const everything = JSON.stringify(
      await Promise.all(['patient', 'contact', 'inbox', 'outbox'].map((table) => raw(`select * from ${table}`))),
    );
    expect(everything).not.toMatch(/canary|quetzal|254700999888/i);
  });

  test('somebody is found by any word of their name, however it is typed', async () => {
    await fill();
    const found = await database.dataSource.query('select name from patient where name_words @> $1', [
      nameWords('QUÉTZAL'),
    ]);
    expect(found).toEqual([{ name: CANARY }]);
  });

  test('an address is one contact, however often it is written', async () => {
    await fill();
    await expect(fill()).rejects.toThrow(/contact_channel_address_key/);
  });

  test('with another key nothing starts, and nothing is changed', async () => {
    await prepareDatabase(database.url, { secretKey: KEY });
    await fill();
    await expect(prepareDatabase(database.url, { secretKey: OTHER })).rejects.toThrow(/SECRET_KEY is not the one/);
    useKeys(KEY);
    expect(await read()).toEqual(READ);
  });

  test('a key is changed by sealing everything anew', async () => {
    await prepareDatabase(database.url, { secretKey: KEY });
    await fill();
    useKeys(OTHER, KEY);
    expect(await resealDatabase(database.url)).toBe(5);
    expect(await resealDatabase(database.url)).toBe(0);
    await prepareDatabase(database.url, { secretKey: OTHER });
    expect(await read()).toEqual(READ);
    const [found] = await database.dataSource.query('select id from contact where address = $1', [
      sealedAddress(ADDRESS),
    ]);
    expect(found).toBeDefined();
  });

  test('with the wrong old key nothing is sealed anew', async () => {
    await prepareDatabase(database.url, { secretKey: KEY });
    await fill();
    useKeys(OTHER, new Secret(randomBytes(32).toString('base64')));
    await expect(resealDatabase(database.url)).rejects.toThrow(/SECRET_KEY_BEFORE is not the key/);
    useKeys(KEY);
    expect(await read()).toEqual(READ);
  });

  test('a database from before sealing is sealed when it is next opened', async () => {
    const { dataSource } = database;
    await dataSource.query(`insert into patient (name) values ('${CANARY}')`);
    await dataSource.query(`insert into contact (channel, address) values ('sms', '${ADDRESS}')`);
    await prepareDatabase(database.url, { secretKey: KEY });
    expect(JSON.stringify([await raw('select * from patient'), await raw('select * from contact')])).not.toMatch(
      /canary|254700/i,
    );
    const [known] = await dataSource.query('select address from contact where address = $1', [sealedAddress(ADDRESS)]);
    expect(known).toEqual({ address: ADDRESS });
  });

  test('every column that is sealed is there', async () => {
    for (const { table, column, key } of sealedColumns)
      await database.dataSource.query(
        `select ${column}, ${key.map((name) => `"${name}"`).join()} from ${table} limit 0`,
      );
  });
});

test('without a key nothing can be written', async () => {
  const script = `require('./src/sealing/sealed').sealed('Asha')`;
  const run = promisify(execFile)(process.execPath, ['--require', 'tsx/cjs', '-e', script]);
  await expect(run).rejects.toThrow(/No SECRET_KEY is in use/);
});

test('a connection without our key reads sealed text as it stands', async () => {
  const database = await freshDatabase();
  await database.dataSource.query(`insert into patient (name) values ($1)`, [new Vault(OTHER).seal('Asha')]);
  const stranger = await createDataSource(database.url, { poolSize: 1 }).initialize();
  const [row] = await stranger.query('select name from patient');
  expect(row.name).toMatch(/^sealed:/);
  await stranger.destroy();
  await database.drop();
});

test('colleagues keep their second factor, and the log its proof, when the key is changed', async () => {
  useKeys(KEY);
  const database = await freshDatabase();
  const db = database.dataSource.manager;
  await prepareDatabase(database.url, { secretKey: KEY });
  const [{ id } = { id: 0 as AccountId }] = await db.query<{ id: AccountId }[]>(
    `insert into account (email, name) values ('joy@example.org', 'Joy') returning id`,
  );
  const locked = lock(keyFor(KEY, 'second factor'), 'JBSWY3DPEHPK3PXP', contextOf(id));
  await db.query('update account set totp_secret = $2 where id = $1', [id, locked]);
  await db.query(`insert into audit (actor, action, subject) values ('system', 'tried', 'test:1')`);
  await sealNewRows(db, KEY);

  useKeys(OTHER, KEY);
  await resealDatabase(database.url, (tx) => relockSecondFactors(tx, KEY, OTHER));
  const [row] = await db.query<{ now: string }[]>('select totp_secret as now from account');
  expect(unlock(keyFor(OTHER, 'second factor'), row?.now ?? '', contextOf(id))).toBe('JBSWY3DPEHPK3PXP');
  // Once more, as somebody would who is not sure: what is locked anew is left alone.
  expect(await resealDatabase(database.url, (tx) => relockSecondFactors(tx, KEY, OTHER))).toBe(0);

  await db.query(`insert into audit (actor, action, subject) values ('system', 'tried', 'test:2')`);
  await sealNewRows(db, OTHER);
  expect((await checkAudit(db, OTHER, undefined, KEY)).wrong).toEqual([]);
  expect((await checkAudit(db, OTHER)).wrong).toHaveLength(1);
  await database.drop();
});

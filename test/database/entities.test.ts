import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';
import { freshDatabase, type FreshDatabase } from '../database';

let fresh: FreshDatabase;
beforeAll(async () => void (fresh = await freshDatabase()));
afterAll(() => fresh.drop());

// Nothing is generated from the entities and nothing checks them at run time, so a column that one side has forgotten would
// show as an odd `undefined` much later.
test('entities and tables have the same columns, of the same types', async () => {
  expect(columnsOfEntities()).toEqual(await columnsOfTables());
});

function columnsOfEntities(): string[] {
  const { entityMetadatas, driver } = fresh.dataSource;
  const describe = (column: ColumnMetadata): string =>
    line(
      column.entityMetadata.tableName,
      column.databaseName,
      driver.normalizeType(column) + (column.isArray ? '[]' : ''),
      column.isNullable,
    );
  return entityMetadatas.flatMap((entity) => entity.columns.map(describe)).sort();
}

async function columnsOfTables(): Promise<string[]> {
  const rows = await fresh.dataSource.query<Row[]>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type, not a.attnotnull as nullable
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> 'migrations'`,
  );
  return rows.map((row) => line(row.table, row.column, row.type, row.nullable)).sort();
}

interface Row {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
}

const line = (table: string, column: string, type: string, nullable: boolean): string =>
  `${table}.${column} ${type}${nullable ? '' : ' not null'}`;

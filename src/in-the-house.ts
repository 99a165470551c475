import { readConfig, readEnvironment } from './config';
import { createDataSource } from './database/data-source';
import { openDatabase } from './database/open';
import { prepareDatabase } from './database/prepare';
import type { Database } from './database/statements';
import { explain } from './explain';

/**
 * A command of an operator, on the database of the house and with its key: with another key than the one the words were sealed
 * with it is refused before it has read or written any. What it gives back is printed line by line.
 */
export function inTheHouse(work: (db: Database) => Promise<string[]>): void {
  const run = async (): Promise<void> => {
    const config = readConfig(readEnvironment());
    const database = await openDatabase(config);
    try {
      await prepareDatabase(database.url, config);
      const dataSource = await createDataSource(database.url, { poolSize: 2 }).initialize();
      try {
        for (const line of await work(dataSource.manager)) process.stdout.write(`${line}\n`);
      } finally {
        await dataSource.destroy();
      }
    } finally {
      await database.stop();
    }
  };
  run().catch((error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  });
}

/** The command of that name, the first word of the arguments. */
export function runCommand(
  commands: Record<string, (db: Database, args: string[]) => Promise<string[]>>,
  [name = '', ...args]: string[],
): void {
  inTheHouse((db) => {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw new Error(`There is no "${name}". There are: ${Object.keys(commands).join(', ')}.`);
    return command(db, args);
  });
}

import type { Database } from '../database/statements';

/** So many messages take minutes to answer. What comes in besides would only wait longer. */
const MOST_WAITING = 5_000;

export interface Crowd {
  /** How it was at the last look. */
  isTooLarge(): boolean;
  look(): Promise<void>;
}

/** Watches how much waits to be answered, and says when those who can wait should. */
export function crowdIn(db: Database, most = MOST_WAITING): Crowd {
  let tooLarge = false;
  return {
    isTooLarge: () => tooLarge,
    async look() {
      const [row] = await db.query<{ over: boolean }[]>(
        'select count(*) > $1 as over from (select from inbox where handled_at is null limit $1::integer + 1) waiting',
        [most],
      );
      tooLarge = row?.over ?? false;
    },
  };
}

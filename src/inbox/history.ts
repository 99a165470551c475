import type { Address, HistoryLine } from '../channels/channel';
import { type Database, run, type Statement } from '../database/statements';
import { sealedAddress } from '../sealing/sealed';

/** What was said with an address, as it would stand on its screen. */
export async function history(db: Database, from: Address, after: number): Promise<HistoryLine[]> {
  const rows = await run<Line>(db, LINES, [from.channel, sealedAddress(from.at), after]);
  return rows.map(({ seq, mine, body, sourceId }) => ({
    seq,
    mine,
    text: body.text ?? '',
    choices: body.choices ?? [],
    ...(body.prompt !== undefined && { prompt: body.prompt }),
    ...(body.language && { language: body.language }),
    ...(sourceId && { id: sourceId.slice(sourceId.indexOf(':') + 1) }),
  }));
}

interface Line {
  seq: number;
  mine: boolean;
  body: { text?: string; choices?: string[]; prompt?: number; language?: string };
  sourceId: string | null;
}

/** A screen's worth. Older lines stay in the database, and off a slow line. */
const MOST = 50;

const LINES: Statement = {
  name: 'history',
  text: `
    select * from (
      select i.said as seq, true as mine, i.body, i.source_id as "sourceId"
        from inbox i join contact k on k.id = i.contact_id
       where k.channel = $1 and k.address = $2 and i.source = $1 and i.said > $3
      union all
      select o.said, false, o.body, null
        from outbox o join contact k on k.id = o.contact_id
       where k.channel = $1 and k.address = $2 and o.said > $3 and o.status <> 'suppressed'
      order by 1 desc limit ${MOST}
    ) newest order by seq`,
};

import type { ClinicId } from '../../database/ids';
import { type Alarm, alarmsIn, figuresOf } from '../../outbox/figures';
import { type Block, context, literal, section } from './blocks';
import type { House } from './house';

interface Sent {
  channel: string;
  sent: number;
  failed: number;
}

/** Whether messages leave and arrive: what is wrong first, and otherwise a quiet line. */
export async function healthBlocks(house: House, clinics: readonly ClinicId[] | null): Promise<Block[]> {
  const alarms = alarmsIn(await figuresOf(house.dataSource.manager, house.channels));
  const unshown = await unshownIn(house, clinics);
  const wrong = [...alarms.map(inWords), ...unshown];
  const sent = await sentIn(house, clinics);
  const line = ({ channel, sent: arrived, failed }: Sent): string =>
    `${literal(channel)}: ${arrived} sent${failed > 0 ? `, ${failed} did not arrive` : ''}`;
  return [
    section(wrong.length > 0 ? wrong.map((words) => `:warning: ${words}`).join('\n') : 'All is well.'),
    context(
      sent.length > 0 ? `Since yesterday  ·  ${sent.map(line).join('  ·  ')}` : 'Nothing was sent since yesterday.',
    ),
  ];
}

const minutes = (seconds: number): string => `${Math.max(1, Math.round(seconds / 60))} minutes`;

const WORDS: Record<Alarm['what'], (figure: number, channel: string) => string> = {
  inbox: (figure) => `What patients wrote has been waiting for ${minutes(figure)}.`,
  timers: (figure) => `Reminders are ${minutes(figure)} late.`,
  outbox: (figure) => `Messages to patients are ${minutes(figure)} late.`,
  uncertain: (figure) => `Of ${figure} messages nobody knows whether they left.`,
  dead: (figure) => `${figure} messages did not arrive since yesterday.`,
  held: () => 'Nothing is sent until somebody says so: `npm run outbox -- release`.',
  channel: (figure, channel) => `Of the messages by ${literal(channel)}, ${Math.round(figure * 100)} % do not arrive.`,
};

const inWords = ({ what, figure, channel = '' }: Alarm): string => WORDS[what](figure, channel);

const sentIn = ({ dataSource }: House, clinics: readonly ClinicId[] | null): Promise<Sent[]> =>
  dataSource.query<Sent[]>(
    `select k.channel, count(*) filter (where o.status in ('sent', 'delivered'))::int as sent,
            count(*) filter (where o.status in ('failed', 'undelivered', 'dead'))::int as failed
       from outbox o join contact k on k.id = o.contact_id
      where o.settled_at > clock_now() - interval '1 day' and ($1::bigint[] is null or o.clinic_id = any($1))
      group by k.channel order by k.channel`,
    [clinics],
  );

/** Cases that Slack would not take: the app was thrown out of the channel, or the token has run out. */
async function unshownIn({ dataSource }: House, clinics: readonly ClinicId[] | null): Promise<string[]> {
  const rows = await dataSource.query<{ channel: string; why: string; count: number }[]>(
    `select p.channel, p.gave_up as why, count(*)::int as count from slack_post p
      where p.gave_up is not null and ($1::bigint[] is null or p.clinic_id = any($1)) group by 1, 2 order by 3 desc limit 5`,
    [clinics],
  );
  return rows.map(
    ({ channel, why, count }) => `${count} cases could not be shown in <#${channel}>: \`${literal(why)}\`.`,
  );
}

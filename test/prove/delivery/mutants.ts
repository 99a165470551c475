import { type Guard, test } from '../mutate';

const delivery = (name: string) => test('test/outbox/delivery.test.ts', name);
const ladder = (name: string) => test('test/reminders/ladder.test.ts', name);
const late = (name: string) => test('test/reminders/run-late.test.ts', name);
const affected = (name: string) => test('test/reminders/affected.test.ts', name);
const CLAIM = 'src/outbox/statements.ts';

/** What keeps messages from being lost, doubled or unwelcome, each with the test that must go red without it. */
export const deliveryGuards: Guard[] = [
  {
    guard: 'a delay is told only to whom it is news',
    file: 'src/scheduling/delay.ts',
    change: [['known === null ? minutes >= WORTH_SAYING : known !== minutes', 'true']],
    caughtBy: late('who it touches is told once, and again only when it changes for them'),
  },
  {
    guard: 'of two reports of a delay only the later is said',
    file: 'src/conversation/due.ts',
    change: [['known.version !== about?.report', 'false']],
    caughtBy: late('only the newest news is said, and what has not left is taken back'),
  },
  {
    guard: 'in a clinic other times are kept for one after the other',
    file: 'src/scheduling/affected.ts',
    change: [["pg_advisory_xact_lock(hashtext('affected visits'), hashint8($1))", '$1::bigint']],
    caughtBy: affected('many at once, and each is asked once'),
  },
  {
    guard: 'what was kept is let go',
    file: 'src/reminders/pursue-affected.ts',
    change: [['await letGo(tx, await keptFor(tx, affected.visitId));', '']],
    caughtBy: affected('given up: nothing stays kept, and they are asked no more'),
  },
  {
    guard: 'a kept time is theirs by the rules of the old one',
    file: 'src/scheduling/move.ts',
    change: [['...(promised && { asBefore: promised })', '']],
    caughtBy: affected('a kept time is theirs, by the same rules as the old one, and the others are free again'),
  },
  {
    guard: 'other times are offered to nobody who sleeps',
    file: 'src/reminders/pursue-affected.ts',
    change: [['if (+morning === +affected.now)', 'if (+morning > 0)']],
    caughtBy: affected('a visit that comes before the morning is called about, and nobody is woken'),
  },
  {
    guard: 'after a day of silence WhatsApp gets approved words',
    file: CLAIM,
    change: [["interval '24 hours') as", "interval '24 days') as"]],
    caughtBy: test(
      'test/channels/templates.test.ts',
      'Meta: after a day of silence approved words go out, and their buttons answer the question',
    ),
  },
  {
    guard: 'one at a time to each person',
    file: CLAIM,
    change: [["(e.status = 'sending' or e.status = 'pending'", "(false and e.status = 'pending'"]],
    caughtBy: delivery('what waits for a second try is not overtaken by what was said after it'),
  },
  {
    guard: 'a stop is obeyed, at the claim and at the wire',
    file: CLAIM,
    change: [
      ["when stopped_at is not null and kind <> 'reply' then 'stopped'", "when false then 'stopped'"],
      ['and stopped_at is null order by id for share', 'order by id for share'],
    ],
    caughtBy: delivery('after a stop only answers leave'),
  },
  {
    guard: 'quiet hours at the wire',
    file: CLAIM,
    change: [['when is_quiet(clock_now(), zone, quiet_from, quiet_until)', 'when false']],
    caughtBy: delivery('nobody is woken, answers excepted; in the morning it goes'),
  },
  {
    guard: 'so many a day',
    file: CLAIM,
    change: [['where told.today >= most_a_day or told.week >= most_a_week', 'where false']],
    caughtBy: delivery('two a day are enough, six a week; tomorrow is another day'),
  },
  {
    guard: 'the version of the visit at the wire',
    file: CLAIM,
    change: [["when changed then 'changed'", '']],
    caughtBy: delivery('what is too late, or speaks of a visit that has changed, is dropped'),
  },
  {
    guard: 'a line of the list belongs to one message',
    file: 'src/outbox/reconcile.ts',
    change: [[' and not exists (select from outbox other where other.receipt = $2 and other.id <> o.id)', '']],
    caughtBy: delivery('two alike are two lines of the list'),
  },
  {
    guard: 'a living sender keeps what it has in hand',
    file: CLAIM,
    change: [['lease_until < clock_timestamp() or claimed_by not in', 'true or claimed_by not in']],
    caughtBy: delivery('what a dead sender had in hand is looked for at once, without waiting for its lease'),
  },
  {
    guard: 'a restored backup sends nothing',
    file: CLAIM,
    change: [['and (select held_since is null from sending)', '']],
    caughtBy: delivery('somebody may hold it by hand, and nothing is in doubt by that'),
  },
  {
    guard: 'who has confirmed is reminded less',
    file: 'src/reminders/wake-due-timers.ts',
    change: [["and (v.confirmed_at is null or (d.body->>'unless_confirmed') is null)", '']],
    caughtBy: ladder('who has confirmed is not reminded two hours before'),
  },
  {
    guard: 'reminders are placed outside the night',
    file: 'src/reminders/place-timers.ts',
    change: [['due_at = coalesce(d.at, t.due_at)', 'due_at = t.due_at']],
    caughtBy: ladder('early in the morning it waits until nine'),
  },
];

import { type Guard, proof, test } from '../mutate';

const SCHEDULING = 'src/scheduling';
const VISITS = 'migrations/003-visits.sql';
const races = (name: string) => test('test/scheduling/races.test.ts', name);
const booking = (name: string) => test('test/scheduling/booking.test.ts', name);

/** Takes a whole constraint or unique index out of a migration, up to the line that ends it. */
const withoutConstraint = (name: string): [RegExp, string] => [
  new RegExp(`constraint ${name} exclude[^;]*?(?=,\\n|\\n\\))`),
  `constraint ${name} check (true)`,
];
const withoutIndex = (name: string): [RegExp, string] => [new RegExp(`create unique index ${name} on[^;]*;`), ''];

/** What keeps the calendar right, each with the change that takes it away and the test that must then go red. */
export const guards: Guard[] = [
  {
    guard: 'constraint visit_provider_free',
    file: VISITS,
    change: [withoutConstraint('visit_provider_free')],
    caughtBy: proof('race', 'no provider is in two places'),
  },
  {
    guard: 'constraint visit_room_free',
    file: VISITS,
    change: [withoutConstraint('visit_room_free')],
    caughtBy: proof('race', 'no room is used twice'),
  },
  {
    guard: 'constraint visit_patient_free',
    file: VISITS,
    change: [withoutConstraint('visit_patient_free')],
    caughtBy: proof('holds', 'no patient is in two places'),
  },
  {
    guard: 'a sitting does not collide with itself',
    file: VISITS,
    change: [
      [
        "during with &&, sitting with <>)\n    include (held_until) where (status in ('held', 'requested', 'booked', 'arrived') and overbooked_by is null),",
        "during with &&)\n    include (held_until) where (status in ('held', 'requested', 'booked', 'arrived') and overbooked_by is null),",
      ],
    ],
    caughtBy: booking('a visit may move by a quarter of an hour, into its own time'),
  },
  {
    guard: 'index visit_one_seat',
    file: VISITS,
    change: [withoutIndex('visit_one_seat')],
    caughtBy: proof('seats', 'no seat is given twice'),
  },
  {
    guard: 'index visit_one_seat_each',
    file: VISITS,
    change: [withoutIndex('visit_one_seat_each')],
    caughtBy: races('somebody who has a seat does not get a second one through a hold'),
  },
  {
    guard: 'index visit_two_holds',
    file: VISITS,
    change: [withoutIndex('visit_two_holds')],
    caughtBy: races('nobody holds three times, however quickly they ask'),
  },
  {
    guard: 'constraint group_session_provider_free',
    file: 'migrations/002-working-time.sql',
    change: [withoutConstraint('group_session_provider_free')],
    caughtBy: races('a doctor does not lead two sessions at once'),
  },
  {
    guard: 'constraint group_session_room_free',
    file: 'migrations/002-working-time.sql',
    change: [withoutConstraint('group_session_room_free')],
    caughtBy: races('a room does not hold two sessions at once'),
  },
  {
    guard: 'booking: on conflict do nothing',
    file: `${SCHEDULING}/claim.ts`,
    change: [['    on conflict do nothing\n', '']],
    caughtBy: proof('race', 'no answer is lost'),
  },
  {
    guard: 'the shift is held on to while booking',
    file: `${SCHEDULING}/claim.ts`,
    change: [
      ['s.day between $3::date - 2 and $3::date + 1 for key share)', 's.day between $3::date - 2 and $3::date + 1)'],
    ],
    caughtBy: races('a visit that is being booked is known to the leave entered in that moment'),
  },
  {
    guard: 'the session is held on to while a seat is taken',
    file: `${SCHEDULING}/claim.ts`,
    change: [['and g.starts = $3 for key share)', 'and g.starts = $3)']],
    caughtBy: races('nobody takes a seat in a session while the leave over it is entered'),
  },
  {
    guard: 'a session says that its doctor is away',
    file: `${SCHEDULING}/bookable.ts`,
    change: [['g.cancelled_at is null and not g.away and', 'g.cancelled_at is null and']],
    caughtBy: races('nobody takes a seat in a session while the leave over it is entered'),
  },
  {
    guard: 'the shift is held on to while confirming',
    file: `${SCHEDULING}/confirm.ts`,
    change: [['for key share of s),', '),']],
    caughtBy: races('a hold that is confirmed in its last moment is known to the leave entered in that moment'),
  },
  {
    guard: 'confirming for one patient goes in turn',
    file: `${SCHEDULING}/confirm.ts`,
    change: [['for no key update of p),', '),']],
    caughtBy: proof('holds', 'no deadlock', 'whole'),
  },
  {
    guard: 'the token of a hold',
    file: `${SCHEDULING}/confirm.ts`,
    change: [
      [
        'second, visit v where v.id = $1 and v.hold_token = $2',
        'second, visit v where v.id = $1 and $2::text is not null',
      ],
      ['where v.id = $1 and v.hold_token = $2 and v.status', 'where v.id = $1 and $2::text is not null and v.status'],
    ],
    caughtBy: booking('a hold needs its token'),
  },
  {
    guard: 'the end of a hold, when it is confirmed',
    file: `${SCHEDULING}/confirm.ts`,
    change: [
      ["v.status = 'held' and v.held_until > clock_now() as live", "v.status = 'held' as live"],
      ["v.status = 'held' and v.held_until > clock_now()\n", "v.status = 'held'\n"],
    ],
    caughtBy: races('a hold that ran out is not confirmed into leave that was entered since'),
  },
  {
    guard: 'the end of a hold, when others want the time',
    file: `${SCHEDULING}/make-room.ts`,
    change: [["v.status = 'held' and v.held_until <= clock_now()", "v.status = 'held'"]],
    caughtBy: races('a hold that has not run out stays, also when somebody has just found the time free'),
  },
  {
    guard: 'days that can be full are counted in turn',
    file: `${SCHEDULING}/make-room.ts`,
    change: [["then pg_advisory_xact_lock(hashtext('counted day'), hashint8($1)) end", 'then 1 end']],
    caughtBy: proof('caps', 'no day has more than its cap'),
  },
  {
    guard: 'the oldest hold is asked again before it is let go',
    file: `${SCHEDULING}/make-room.ts`,
    change: [["live.nth >= 2 and v.status = 'held'", 'live.nth >= 2']],
    caughtBy: races('a hold that is being confirmed is not let go because its owner takes a third'),
  },
  {
    guard: 'the version of a change',
    file: `${SCHEDULING}/change-status.ts`,
    change: [
      ['where id = $1 and version = $2 and status = any', 'where id = $1 and $2::integer is not null and status = any'],
    ],
    caughtBy: races('a look from before changes nothing, even where the change would still be allowed'),
  },
  {
    guard: 'the version of a move',
    file: `${SCHEDULING}/change-status.ts`,
    change: [
      [
        'where v.id = $1 and v.version = $2 for no key update',
        'where v.id = $1 and $2::integer is not null for no key update',
      ],
    ],
    caughtBy: booking('whoever changes a visit second is told that it has changed'),
  },
  {
    guard: 'the visit is locked while it moves or comes back',
    file: `${SCHEDULING}/change-status.ts`,
    change: [['v.version = $2 for no key update', 'v.version = $2']],
    caughtBy: proof('undo', 'no two live visits share a sitting'),
  },
  {
    guard: 'a cancel is taken back once',
    file: `${SCHEDULING}/cancel.ts`,
    change: [[/and not exists \(select from visit again where[^)]*\)/, '']],
    caughtBy: proof('undo', 'no two live visits share a sitting'),
  },
  {
    guard: 'a key goes with its content',
    file: `${SCHEDULING}/once.ts`,
    change: [['earlier.hash === hash ?', 'earlier.hash ?']],
    caughtBy: booking('the same request twice does one thing and gives one answer; another under its key is refused'),
  },
  {
    guard: 'keys: on conflict do nothing',
    file: `${SCHEDULING}/once.ts`,
    change: [['on conflict do nothing returning 1', 'returning 1']],
    caughtBy: proof('keys', 'no answer is lost'),
  },
  {
    guard: 'the opening is locked when somebody says yes',
    file: `${SCHEDULING}/answer-offer.ts`,
    change: [
      [
        '(select opening_id from waiting_offer where id = $1) for update',
        '(select opening_id from waiting_offer where id = $1)',
      ],
    ],
    caughtBy: races('a yes and the next wave do not wait for each other'),
  },
  {
    guard: 'a wish is granted once',
    file: `${SCHEDULING}/answer-offer.ts`,
    change: [
      ["o.status = 'offered' and w.status = 'waiting' and f.expires_at", "o.status = 'offered' and f.expires_at"],
    ],
    caughtBy: races('somebody who says yes to two freed times gets the first, for the wish was one'),
  },
  {
    guard: 'freed times are offered one after the other',
    file: `${SCHEDULING}/offer-freed.ts`,
    change: [["select pg_advisory_xact_lock(hashtext('waiting list'), hashint8($1))", 'select $1::bigint']],
    caughtBy: races('two freed times are offered to different people first'),
  },
  {
    guard: 'no wave for a time that went into leave',
    file: `${SCHEDULING}/offer-freed.ts`,
    change: [[/\n\s+and exists \(select from shift s where s.provider_id = v.provider_id[^)]*\)/, '']],
    caughtBy: races('a time that went into leave between two waves is offered to nobody'),
  },
  {
    guard: 'changes to one provider’s time take turns',
    file: `${SCHEDULING}/make-shifts.ts`,
    change: [["'select from provider where id = $1 for no key update'", "'select from provider where id = $1'"]],
    caughtBy: races('leave beyond the horizon is kept when the horizon reaches it in the same moment'),
  },
  {
    guard: 'a client is listened to between two hands',
    file: 'src/database/data-source.ts',
    change: [[', Client: SteadyClient, types', ', types']],
    caughtBy: test('test/database/lost-connection.test.ts', 'a client is listened to even while it changes hands'),
  },
];

import ICAL from 'ical.js';
import { email } from '../../src/channels/email/email';
import { sealAll } from '../../src/database/sealed-columns';
import { erase } from '../../src/patients/erase';
import { sendInvitations } from '../../src/invitations/send-invitations';
import { type Sender, senderFor } from '../../src/outbox/deliver';
import { book } from '../../src/scheduling/book';
import { cancel, undoCancel } from '../../src/scheduling/cancel';
import { markArrived } from '../../src/scheduling/change-status';
import { move } from '../../src/scheduling/move';
import { sealed } from '../../src/sealing/sealed';
import type { Visit } from '../../src/scheduling/types';
import { BY_ANN, BY_STAFF, EMPTY, settled } from '../scheduling/people';
import { type StandInForSmtp, standInForSmtp } from '../stand-ins/smtp';
import { makeUniverse, MONDAY, type Name, type Universe } from '../universe';

const FROM = 'visits@clinic.example';
let u: Universe;
let smtp: StandInForSmtp;
let sender: Sender;
beforeAll(async () => {
  [u, smtp] = await Promise.all([makeUniverse(), standInForSmtp()]);
  sender = senderFor(u.db, new Map([['email', email({ url: { reveal: () => smtp.url }, from: FROM })]]));
});
afterAll(async () => {
  sender.stop();
  await smtp.close();
  await u.close();
});
beforeEach(async () => {
  await u.db.query(`delete from invitation; ${EMPTY}; update patient set email = null`);
  await u.setClock(MONDAY);
  await address('Ann', 'ann@example.org');
  smtp.ledger.length = 0;
});

const address = (who: Name, to: string | null): Promise<unknown> =>
  u.db.query('update patient set email = $2 where id = $1', [u.patients[who], to && sealed(to)]);

interface Told {
  to: string;
  method: string;
  uid: string;
  number: number;
  starts: string;
  status: string;
}

/** What has arrived since the last time, as a calendar reads it. */
async function told(): Promise<Told[]> {
  await sendInvitations(u.db, FROM);
  while ((await sender.deliverDue()) > 0);
  return smtp.ledger.splice(0).map(({ to, raw }) => {
    const text = fileIn(raw);
    const calendar = new ICAL.Component(ICAL.parse(text) as never);
    const visit = calendar.getFirstSubcomponent('vevent')!;
    const event = new ICAL.Event(visit);
    const method = String(calendar.getFirstPropertyValue('method'));
    // The mail's own word for it must be the same, or the calendar takes it for a file like any other.
    expect(raw).toMatch(new RegExp(`content-type: text/calendar;[^]*?method=${method}`, 'i'));
    expect(event.organizer).toBe(`mailto:${FROM}`);
    expect(event.attendees.map((one) => String(one.getFirstValue()).toLowerCase())).toEqual([`mailto:${to[0]}`]);
    return {
      ...{ to: to.join(), method, uid: event.uid, number: event.sequence },
      starts: event.startDate.toJSDate().toISOString(),
      status: String(visit.getFirstPropertyValue('status')),
    };
  });
}

/** As it stands in the mail, and not as a reader tidied it up. */
const fileIn = (raw: string): string =>
  Buffer.from(/application\/ics[^]*?\r\n\r\n([^]*?)\r\n--/.exec(raw)?.[1] ?? '', 'base64').toString();

const bookFor = async (who: Name, when: string): Promise<Visit> =>
  settled(await book(u.db, { slot: u.slot(when), patientId: u.patients[who], by: BY_ANN }));

test('a visit is put into the calendar, changed, taken out and put back, always as the same one', async () => {
  const booked = await bookFor('Ann', '2 09:00');
  const [first] = await told();
  expect(first).toMatchObject({ to: 'ann@example.org', method: 'REQUEST', number: 0, status: 'CONFIRMED' });
  expect(first!.starts).toBe(new Date('2026-06-02T09:00:00+03:00').toISOString());

  const moved = settled(await move(u.db, booked, u.slot('3 10:00'), { by: BY_ANN }));
  const [second] = await told();
  expect(second).toMatchObject({ uid: first!.uid, method: 'REQUEST', number: 1 });
  expect(second!.starts).toBe(new Date('2026-06-03T10:00:00+03:00').toISOString());

  const gone = settled(await cancel(u.db, moved, { by: BY_ANN }));
  expect(await told()).toMatchObject([{ uid: first!.uid, method: 'CANCEL', number: 2, status: 'CANCELLED' }]);

  settled(await undoCancel(u.db, gone, { by: BY_ANN }));
  expect(await told()).toMatchObject([{ uid: first!.uid, method: 'REQUEST', number: 3, status: 'CONFIRMED' }]);
  expect(await told()).toEqual([]);
});

test('what has happened between two looks is told once, and as it stands', async () => {
  const booked = await bookFor('Ann', '2 09:00');
  await told();
  const once = settled(await move(u.db, booked, u.slot('2 11:00'), { by: BY_ANN }));
  settled(await move(u.db, once, u.slot('2 11:30'), { by: BY_ANN }));
  expect(await told()).toMatchObject([{ number: 1, starts: '2026-06-02T08:30:00.000Z' }]);
  const [, two] = [await bookFor('Ann', '4 09:00'), await bookFor('Ann', '4 10:00')];
  await cancel(u.db, two, { by: BY_ANN });
  expect(await told()).toMatchObject([{ number: 0 }]);
});

test('nothing goes to whoever gave no address, about a visit that is over, or for what changes no time', async () => {
  await bookFor('Bob', '2 09:00');
  const booked = await bookFor('Ann', '2 10:00');
  expect(await told()).toHaveLength(1);
  settled(await markArrived(u.db, booked, { by: BY_STAFF }));
  await sealAll(u.db);
  await u.db.query('update patient set email = $2 where id = $1', [u.patients.Ann, sealed('ann@example.org')]);
  expect(await told()).toEqual([]);
  await u.setClock('2026-06-05T08:00:00+03:00');
  await address('Bob', 'bob@example.org');
  expect(await told()).toEqual([]);
});

test('an address that is given later, or becomes another, gets what is still to come', async () => {
  await bookFor('Bob', '2 09:00');
  await address('Bob', 'bob@example.org');
  const [first] = await told();
  expect(first).toMatchObject({ to: 'bob@example.org', number: 0 });
  await address('Bob', 'robert@example.org');
  expect(await told()).toMatchObject([{ to: 'robert@example.org', uid: first!.uid, number: 1 }]);
  await address('Bob', 'no address');
  expect(await told()).toEqual([]);
});

test('a time that a colleague must still accept takes the place of a visit only for now', async () => {
  const booked = await bookFor('Ann', '2 09:00');
  await told();
  await u.db.query('update service set needs_approval = true where id = $1', [u.skin]);
  settled(await move(u.db, booked, u.slot('3 09:00'), { by: BY_ANN }));
  await u.db.query('update service set needs_approval = false where id = $1', [u.skin]);
  expect(await told()).toMatchObject([{ method: 'REQUEST', status: 'TENTATIVE', number: 1 }]);
  await u.db.query(`update visit set status = 'declined' where status = 'requested'`);
  expect(await told()).toMatchObject([{ method: 'CANCEL', number: 2 }]);
});

test('who is forgotten is forgotten here too, and hears nothing more', async () => {
  await address('Cat', 'cat@example.org');
  await bookFor('Cat', '2 09:00');
  expect(await told()).toHaveLength(1);
  await u.db.transaction((tx) => erase(tx, u.patients.Cat, { by: BY_STAFF, reason: 'asked' }));
  expect(await told()).toEqual([]);
  const left = await u.db.query<{ address: string }[]>(`select address from contact where channel = 'email'`);
  expect(JSON.stringify(left)).not.toMatch(/cat@/);
  expect(JSON.stringify(await u.db.query('select body from outbox'))).not.toMatch(/cat@/);
});

test('no name can add a line, and lines are as long as calendars take them', async () => {
  await u.db.query(`update clinic set name = $1, address = $2`, [
    'Uhuru; "Clinic", \\n\r\nATTENDEE:mailto:thief@example.net\r\nX',
    'نيروبي '.repeat(20),
  ]);
  await bookFor('Ann', '2 09:00');
  await sendInvitations(u.db, FROM);
  while ((await sender.deliverDue()) > 0);
  const { raw } = smtp.ledger[0]!;
  const text = fileIn(raw);
  const lines = text.split('\r\n');
  expect(lines.filter((line) => /^ATTENDEE/.test(line))).toHaveLength(1);
  expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  const visit = new ICAL.Component(ICAL.parse(text) as never).getFirstSubcomponent('vevent')!;
  expect(String(visit.getFirstPropertyValue('location'))).toContain('نيروبي '.repeat(20).trim());
  expect(String(visit.getFirstPropertyValue('summary'))).toContain('Uhuru; "Clinic", \\n ATTENDEE:mailto:thief');
});

test('in the patient’s language, without the reason of the visit', async () => {
  await u.db.query(`update clinic set name = 'Uhuru Clinic', address = 'Moi Avenue 1'`);
  await u.db.query(`update patient set language = 'sw' where id = $1`, [u.patients.Ann]);
  await bookFor('Ann', '2 09:00');
  await sendInvitations(u.db, FROM);
  while ((await sender.deliverDue()) > 0);
  const { read, raw } = smtp.ledger[0]!;
  expect(read.subject).toMatch(/^Miadi yako ya Jumanne/);
  expect(read.text).toMatch(/Dr Ngozi Okafor, Uhuru Clinic/);
  expect(`${fileIn(raw)}${read.text}${read.subject}`).not.toMatch(/skin|dermatolog/i);
});

test('every language of the phrases has the words of a mail, with the same things in them', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a file of data for each language
  const book = (language: string) => require(`../../locales/${language}/mail.json`) as Record<string, string>;
  const shape = (words: Record<string, string>): object =>
    Object.fromEntries(
      Object.entries(words).map(([key, text]) => [key, [...text.matchAll(/\{\{\w+\}\}/g)].map(String).sort()]),
    );
  for (const language of ['es', 'fr', 'pt', 'sw', 'ar', 'hi']) expect(shape(book(language))).toEqual(shape(book('en')));
});

import type { ClinicId, ContactId, VisitId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import { asMailAddress, mailContact, putMail } from '../outbox/put-mail';
import { calendarFile, type CalendarVisit, methodOf } from './calendar-file';
import { dayAndHour, mailWords } from './mail-words';

/** A visit that has changed since its patient's calendar was told of it. */
interface Due {
  visitId: VisitId;
  version: number;
  uid: string;
  number: number;
  told: string | null;
  toldContact: ContactId | null;
  toldAddress: string | null;
  status: string;
  reference: string;
  starts: Date;
  ends: Date;
  now: Date;
  clinicId: ClinicId;
  zone: string;
  country: string | null;
  clinic: string;
  place: string;
  provider: string;
  email: string | null;
  language: string;
}

interface News {
  state: CalendarVisit['state'];
  to: string;
}

/**
 * Tells calendars what has become of visits. It reads what is true now and not what has happened, so a visit that was moved
 * twice since is told once, and nothing is told twice. Says how much went out. `from` is the address of our mails.
 */
export const sendInvitations = (db: Database, from: string): Promise<number> =>
  db.transaction(async (tx) => {
    const due = await run<Due>(tx, DUE, []);
    let sent = 0;
    for (const each of due) {
      const news = newsOf(each);
      const contactId = news && (await tell(tx, each, news, from));
      if (contactId) sent++;
      await tx.query(
        `update invitation set due = false, number = coalesce($2, number), contact_id = coalesce($3, contact_id),
                told = case when $3::bigint is null then told else $4 end where visit_id = $1`,
        [each.visitId, contactId ? each.number + 1 : null, contactId ?? null, toldBy(each, news)],
      );
    }
    return sent;
  });

const toldBy = ({ visitId }: Due, news: News | undefined): string | null =>
  news && news.state !== 'cancelled' ? `${news.state} ${visitId}` : null;

/** What a calendar must hear of it, if anything. */
function newsOf(due: Due): News | undefined {
  const { status, told, visitId, starts, now } = due;
  const [email, toldAddress] = [asMailAddress(due.email ?? ''), asMailAddress(due.toldAddress ?? '')];
  if (starts <= now) return undefined;
  if (status === 'booked')
    return email && !(told === `booked ${visitId}` && email === toldAddress)
      ? { state: 'booked', to: email }
      : undefined;
  // Of what only becomes a visit if somebody accepts it, nothing is said unless it takes the place of a visit.
  if (told === null || !toldAddress) return undefined;
  if (status === 'requested')
    return told === `requested ${visitId}` ? undefined : { state: 'requested', to: toldAddress };
  return { state: 'cancelled', to: toldAddress };
}

async function tell(tx: Database, due: Due, { state, to }: News, from: string): Promise<ContactId> {
  const { clinic, clinicId, language, visitId, version, provider, reference } = due;
  const words = mailWords(language);
  const about = { when: dayAndHour(due.starts, due.zone, due), provider, clinic, reference };
  const phrase = state === 'booked' && due.told !== null ? 'changed' : state;
  const content = calendarFile({
    ...{ uid: due.uid, number: due.number + 1, state, starts: due.starts, ends: due.ends, now: due.now },
    ...{ summary: words('summary', about), details: words('details', about), place: due.place, clinic, from, to },
  });
  await putMail(tx, {
    ...{ to, language, clinicId, from: clinic, visit: { id: visitId, version } },
    subject: words(`${phrase}_subject`, about),
    text: `${words(phrase, about)}\n\n${words('no_answers', about)}`,
    calendar: { method: methodOf(state), content },
  });
  return mailContact(tx, to, { language, clinicId });
}

const MOST = 50;

const DUE: Statement = {
  name: 'due_invitations',
  text: `
    select i.visit_id as "visitId", v.version, i.uid, i.number, i.told, i.contact_id as "toldContact", k.address as "toldAddress",
           v.status, v.reference, v.starts, v.ends, clock_now() as now, v.clinic_id as "clinicId", c.time_zone as zone, pl.country,
           coalesce(c.names->>p.language, c.name) as clinic, concat_ws(', ', coalesce(c.names->>p.language, c.name), c.address) as place,
           coalesce(d.names->>p.language, d.name) as provider, p.email, p.language
      from invitation i join visit v on v.id = i.visit_id join patient p on p.id = v.patient_id
      join clinic c on c.id = v.clinic_id join provider d on d.id = v.provider_id
      left join place pl on pl.id = c.place_id left join contact k on k.id = i.contact_id
     where i.due order by i.visit_id limit ${MOST} for update of i skip locked`,
};

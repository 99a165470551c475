import { useEffect, useState } from 'preact/hooks';
import { BookAtDesk } from './book-at-desk';
import { type Waiting, waiting } from './box';
import { all, type Clinic, say, type Visit } from './call';
import { type DeskDays, useDeskDays } from './desk-days';
import { Failed, useLoaded } from './parts';
import { VisitTable } from './visit-table';
import { Unsent, whoComes } from './unsent';
import { dayInWords, dayOn, timeInWords } from './zone';
import { shortNumber } from './box';

const SHOWN = new Set(['requested', 'booked', 'arrived', 'done', 'missed']);

/** Drawn anew whenever what waits here has changed. */
export function useBox(clinicId: number): Waiting[] {
  const [, again] = useState(0);
  useEffect(() => {
    const look = (): void => again((times) => times + 1);
    addEventListener('miadi-box', look);
    return () => removeEventListener('miadi-box', look);
  }, []);
  return waiting(clinicId);
}

/** Two days at the desk: who comes, who is here, and a new visit. It works on what is kept here when the line is down. */
export function Today({ clinic }: { clinic: Clinic }) {
  const { days: desk, asOf, again, failed } = useDeskDays(clinic);
  const box = useBox(clinic.id);
  const [booking, book] = useState(false);
  return (
    <>
      <h1>
        {say('today')}, {dayInWords(dayOn(new Date(), clinic.timeZone))}
      </h1>
      <p class="verbs no-print">
        <button type="button" disabled={!desk} onClick={() => book(true)}>
          {say('book')}
        </button>
        <button type="button" onClick={() => print()}>
          {say('print')}
        </button>
      </p>
      {asOf ? (
        <p role="status" class="old">
          {say('as_of')} {timeInWords(asOf.toISOString(), clinic.timeZone)}
        </p>
      ) : null}
      <Failed words={failed} />
      <Unsent box={box} desk={desk} clinic={clinic} />
      {desk ? null : <p role="status">…</p>}
      {desk?.days.map((day, i) => (
        <section key={day} class={i > 0 ? 'no-print' : ''}>
          {i > 0 ? (
            <h2>
              {say('tomorrow')}, {dayInWords(day)}
            </h2>
          ) : null}
          <VisitTable
            label={dayInWords(day)}
            visits={desk.visits
              .filter((one) => one.day === day && SHOWN.has(one.status))
              .map((one) => asMarked(one, box))}
            pencilled={pencilledOn(day, desk, box)}
            onChanged={() => void again()}
            clinic={clinic}
          />
        </section>
      ))}
      {booking && desk ? <BookAtDesk desk={desk} clinic={clinic} onClose={() => book(false)} /> : null}
    </>
  );
}

/** As the desk has marked it here, though it is not sent yet. */
function asMarked(visit: Visit, box: Waiting[]): Visit {
  const mark = box.map(({ wish, refused }) => (refused ? undefined : wish)).find((wish) => wish?.kind === 'mark' && wish.visitId === visit.id); // prettier-ignore
  return mark?.kind === 'mark' ? { ...visit, status: mark.verb, unsent: true } : visit;
}

function pencilledOn(day: string, desk: DeskDays, box: Waiting[]) {
  return box.flatMap((one) => {
    if (one.wish.kind !== 'book' || one.refused || dayOn(one.wish.starts, desk.timeZone) !== day) return [];
    const { starts, providerId, serviceId } = one.wish;
    const provider = desk.providers.find(({ id }) => id === providerId)?.name ?? '';
    const service = desk.services.find(({ id }) => id === serviceId)?.name ?? '';
    return [{ id: one.id, number: shortNumber(one), starts, name: whoComes(one), provider, service }];
  });
}

/** What waits for a yes or a no. */
export function Requests({ clinic }: { clinic: Clinic }) {
  const day = dayOn(new Date(), clinic.timeZone);
  const { value, again, failed } = useLoaded(
    (quietly) => all<Visit>(`/visits?clinicId=${clinic.id}&from=${day}&status=requested`, quietly),
    [clinic.id],
  );
  return (
    <>
      <h1>{say('requests')}</h1>
      <Failed words={failed} />
      <VisitTable visits={value} onChanged={() => void again()} clinic={clinic} withDay />
    </>
  );
}

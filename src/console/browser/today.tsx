import { useState } from 'preact/hooks';
import { all, type Clinic, say, type Visit } from './call';
import { Failed, useLoaded } from './parts';
import { Verbs, VisitPanel } from './visit-panel';
import { dayInWords, dayOn, timeInWords } from './zone';

const SHOWN = ['requested', 'booked', 'arrived', 'done', 'missed'].map((one) => `&status=${one}`).join('');

/** The day at the desk: who comes, who is here. */
export function Today({ clinic }: { clinic: Clinic }) {
  const day = dayOn(new Date(), clinic.timeZone);
  const { value, again, failed } = useLoaded(
    () => all<Visit>(`/visits?clinicId=${clinic.id}&from=${day}&to=${day}${SHOWN}`),
    [clinic.id, day],
  );
  return (
    <>
      <h1>
        {say('today')}, {dayInWords(day)}
      </h1>
      <button type="button" class="no-print" onClick={() => print()}>
        {say('print')}
      </button>
      <Failed words={failed} />
      <VisitTable visits={value} onChanged={() => void again()} clinic={clinic} />
    </>
  );
}

/** What waits for a yes or a no. */
export function Requests({ clinic }: { clinic: Clinic }) {
  const day = dayOn(new Date(), clinic.timeZone);
  const { value, again, failed } = useLoaded(
    () => all<Visit>(`/visits?clinicId=${clinic.id}&from=${day}&status=requested`),
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

function VisitTable({
  visits,
  onChanged,
  clinic,
  withDay,
}: {
  visits: Visit[] | undefined;
  onChanged(): void;
  clinic: Clinic;
  withDay?: boolean;
}) {
  const [open, setOpen] = useState<number>();
  if (!visits) return <p role="status">…</p>;
  if (visits.length === 0) return <p>{say('nothing')}</p>;
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('time')}</th>
            <th scope="col">{say('patient')}</th>
            <th scope="col">{say('provider')}</th>
            <th scope="col">{say('service')}</th>
            <th scope="col">{say('state')}</th>
            <td class="no-print" />
          </tr>
        </thead>
        <tbody>
          {visits.map((visit) => (
            <tr key={visit.id} class={`s-${visit.status}`}>
              <td>
                {withDay ? `${dayInWords(visit.day)}, ` : ''}
                {timeInWords(visit.starts, clinic.timeZone)}
              </td>
              <th scope="row">
                <button type="button" class="link" onClick={() => setOpen(visit.id)}>
                  <bdi>{visit.patient ?? visit.reference}</bdi>
                </button>
              </th>
              <td>
                <bdi>{visit.provider}</bdi>
              </td>
              <td>
                <bdi>{visit.service}</bdi>
              </td>
              <td>{say(`s_${visit.status}`)}</td>
              <td class="no-print">
                <Verbs visit={visit} onDone={onChanged} only={['arrived', 'missed', 'accept', 'decline']} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {open === undefined ? null : <VisitPanel id={open} onClose={() => setOpen(undefined)} onChanged={onChanged} />}
    </>
  );
}

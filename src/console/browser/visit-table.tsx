import { useState } from 'preact/hooks';
import { type Clinic, say, type Visit } from './call';
import { Verbs, VisitPanel } from './visit-panel';
import { dayInWords, timeInWords } from './zone';

/** A line of the list that is no visit yet: what waits for the line to come back. */
export interface Pencilled {
  id: string;
  number: string;
  starts: string;
  name: string;
  provider: string;
  service: string;
}

export function VisitTable({
  visits,
  pencilled = [],
  onChanged,
  clinic,
  withDay,
  label,
}: {
  visits: Visit[] | undefined;
  pencilled?: Pencilled[];
  onChanged(): void;
  clinic: Clinic;
  withDay?: boolean;
  label?: string;
}) {
  const [open, setOpen] = useState<number>();
  if (!visits) return <p role="status">…</p>;
  if (visits.length + pencilled.length === 0) return <p>{say('nothing')}</p>;
  const rows = [
    ...visits.map((visit) => ({ starts: visit.starts, row: <Row key={visit.id} {...{ visit, clinic, onChanged }} withDay={withDay ?? false} onOpen={() => setOpen(visit.id)} /> })), // prettier-ignore
    ...pencilled.map((one) => ({ starts: one.starts, row: <PencilledRow key={one.id} one={one} clinic={clinic} /> })),
  ].sort((a, b) => Date.parse(a.starts) - Date.parse(b.starts));
  return (
    <>
      <table aria-label={label}>
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
        <tbody>{rows.map(({ row }) => row)}</tbody>
      </table>
      {open === undefined ? null : (
        <VisitPanel
          id={open}
          known={visits.find(({ id }) => id === open)}
          onClose={() => setOpen(undefined)}
          onChanged={onChanged}
        />
      )}
    </>
  );
}

function Row({
  visit,
  clinic,
  withDay,
  onChanged,
  onOpen,
}: {
  visit: Visit;
  clinic: Clinic;
  withDay: boolean;
  onChanged(): void;
  onOpen(): void;
}) {
  return (
    <tr class={`s-${visit.status}`}>
      <td>
        {withDay ? `${dayInWords(visit.day)}, ` : ''}
        {timeInWords(visit.starts, clinic.timeZone)}
      </td>
      <th scope="row">
        <button type="button" class="link" onClick={onOpen}>
          <bdi>{visit.patient ?? visit.reference}</bdi>
        </button>
      </th>
      <td>
        <bdi>{visit.provider}</bdi>
      </td>
      <td>
        <bdi>{visit.service}</bdi>
      </td>
      <td>
        {say(`s_${visit.status}`)}
        {visit.unsent ? ` (${say('waits')})` : ''}
      </td>
      <td class="no-print">
        <Verbs visit={visit} onDone={onChanged} only={['arrived', 'done', 'missed', 'accept', 'decline']} />
      </td>
    </tr>
  );
}

const PencilledRow = ({ one, clinic }: { one: Pencilled; clinic: Clinic }) => (
  <tr class="s-waiting">
    <td>{timeInWords(one.starts, clinic.timeZone)}</td>
    <th scope="row">
      <bdi>{one.name}</bdi>
    </th>
    <td>
      <bdi>{one.provider}</bdi>
    </td>
    <td>
      <bdi>{one.service}</bdi>
    </td>
    <td>
      {say('waits')} {one.number}
    </td>
    <td class="no-print" />
  </tr>
);

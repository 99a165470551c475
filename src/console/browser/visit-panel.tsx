import { useState } from 'preact/hooks';
import { type Free, get, post, say, type Visit } from './call';
import { mark } from './box';
import { Failed, Panel, useLoaded } from './parts';
import { plusDays, whenInWords } from './zone';

/** What can be done with a visit in each of its states. */
const VERBS: Record<string, readonly string[]> = {
  booked: ['arrived', 'done', 'missed', 'cancel'],
  requested: ['accept', 'decline', 'cancel'],
  arrived: ['done'],
  cancelled: ['undo-cancel'],
};
const MARKS = new Set(['arrived', 'done', 'missed']);
const NAMES: Record<string, string> = { 'undo-cancel': 'undo' };

export const Verbs = ({ visit, onDone, only }: { visit: Visit; onDone(): void; only?: readonly string[] }) => {
  const [failed, fail] = useState('');
  const act = async (verb: string): Promise<void> => {
    try {
      // Who is here is known at the desk, line or no line.
      if (MARKS.has(verb)) {
        const { id: visitId, version, patient, reference } = visit;
        await mark(visit.clinicId, { kind: 'mark', visitId, version, verb, name: patient ?? reference });
        return onDone();
      }
      await post(`/visits/${visit.id}/${verb}`, { version: visit.version });
      fail('');
    } catch (error) {
      fail((error as Error).message);
    }
    onDone();
  };
  const verbs = (visit.unsent ? [] : (VERBS[visit.status] ?? [])).filter((verb) => !only || only.includes(verb));
  return (
    <span class="verbs">
      {verbs.map((verb) => (
        <button
          key={verb}
          type="button"
          onClick={() => void act(verb)}
          aria-label={`${say(NAMES[verb] ?? verb)}: ${visit.patient ?? visit.reference}`}
        >
          {say(NAMES[verb] ?? verb)}
        </button>
      ))}
      <Failed words={failed} />
    </span>
  );
};

/** A visit, and everything that a mouse can do with it by dragging, for the keyboard. */
export function VisitPanel({
  id,
  known,
  onClose,
  onChanged,
}: {
  id: number;
  /** As it stood in a list: for as long as the line is down. */
  known?: Visit | undefined;
  onClose(): void;
  onChanged(): void;
}) {
  const { value, again, failed } = useLoaded((quietly) => get<Visit>(`/visits/${id}`, quietly), [id]);
  const visit = value ?? (failed ? known : undefined);
  const [moving, setMoving] = useState(false);
  if (!visit) return <Failed words={failed} />;
  const done = (): void => {
    void again();
    onChanged();
  };
  return (
    <Panel title={`${visit.patient ?? ''} · ${visit.reference}`} onClose={onClose}>
      <p>
        {whenInWords(visit.starts, visit.timeZone)} · {visit.service} · {visit.provider} · {say(`s_${visit.status}`)}
      </p>
      <Failed words={failed} />
      <Verbs visit={visit} onDone={done} />
      {value && ['booked', 'requested'].includes(visit.status) ? (
        moving ? (
          <Times visit={visit} onMoved={() => (onChanged(), onClose())} />
        ) : (
          <button type="button" onClick={() => setMoving(true)}>
            {say('move')}
          </button>
        )
      ) : null}
    </Panel>
  );
}

function Times({ visit, onMoved }: { visit: Visit; onMoved(): void }) {
  const [from, setFrom] = useState(visit.day);
  const [failed, fail] = useState('');
  const { value, again } = useLoaded(
    () =>
      get<{ items: Free[] }>(
        `/times?every=true&limit=60&providerId=${visit.providerId}&serviceId=${visit.serviceId}&moving=${visit.id}&fromDay=${from}&toDay=${plusDays(from, 6)}`,
      ),
    [from],
  );
  const take = async ({ starts }: Free): Promise<void> => {
    try {
      const { providerId, serviceId, version, mode } = visit;
      await post(`/visits/${visit.id}/move`, { providerId, serviceId, starts, version, mode });
      onMoved();
    } catch (error) {
      fail(`${say('not_moved')} ${(error as Error).message}`);
      void again();
    }
  };
  return (
    <fieldset>
      <legend>{say('free_times')}</legend>
      <label>
        {say('from')}{' '}
        <input type="date" value={from} onChange={(event) => setFrom(event.currentTarget.value || visit.day)} />
      </label>
      <Failed words={failed} />
      <div class="times">
        {value?.items.map((free) => (
          <button key={free.starts} type="button" onClick={() => void take(free)}>
            {whenInWords(free.starts, visit.timeZone)}
          </button>
        ))}
        {value?.items.length === 0 ? say('nothing') : null}
      </div>
    </fieldset>
  );
}

import { useState } from 'preact/hooks';
import { all, call, type Clinic, get, type Named, post, rights, say } from './call';
import { Choice, Failed, Field, Form, text, useLoaded } from './parts';
import { dayOn, instantOf, timeInWords, weekdayInWords, whenInWords } from './zone';

interface Hours {
  clinicId: number;
  weekday: number;
  starts: string;
  ends: string;
  everyWeeks: number;
  fromDay: string;
  toDay: string | null;
  modes: string[];
  onlyServiceId: number | null;
  breaks: { starts: string; ends: string }[];
}
interface Away {
  id: number;
  kind: string;
  from: string;
  to: string;
}
interface Affected {
  id: number;
  reference: string;
  starts: string;
}

export function WorkTime({ clinic }: { clinic: Clinic }) {
  const { value: providers } = useLoaded(() => all<Named>(`/providers?clinicId=${clinic.id}`), [clinic.id]);
  const [chosen, choose] = useState('');
  const id = chosen || String(providers?.[0]?.id ?? '');
  return (
    <>
      <h1>{say('hours')}</h1>
      <Choice label={say('provider')} options={providers ?? []} value={id} onChoose={choose} />
      {id ? <OfProvider key={id} id={id} clinic={clinic} /> : null}
      {rights.has('closures.write') ? (
        <>
          <h2>{say('closure')}</h2>
          <Away
            key={clinic.id}
            url={`/clinics/${clinic.id}/closures`}
            zone={clinic.timeZone}
            more={{ name: say('closure') }}
            onDone={() => undefined}
          />
        </>
      ) : null}
    </>
  );
}

function OfProvider({ id, clinic }: { id: string; clinic: Clinic }) {
  const { value, again, failed } = useLoaded(
    () => get<{ items: Hours[]; leave: Away[] }>(`/providers/${id}/hours`),
    [id],
  );
  const mine = value?.items.filter(({ clinicId }) => clinicId === clinic.id) ?? [];
  const set = async (items: Hours[]): Promise<void> => {
    const plain = items.map((one) => ({ ...one, clinicId: undefined }));
    await call('PUT', `/providers/${id}/clinics/${clinic.id}/hours`, { items: plain });
    await again();
  };
  return (
    <>
      <Failed words={failed} />
      <ul class="list">
        {mine.map((one, i) => (
          <li key={`${one.weekday}${one.starts}${one.fromDay}`}>
            {weekdayInWords(one.weekday)} {one.starts}–{one.ends}{' '}
            {one.breaks.map((pause) => `(${pause.starts}–${pause.ends})`).join(' ')}{' '}
            <button
              type="button"
              aria-label={`${say('remove')}: ${weekdayInWords(one.weekday)} ${one.starts}`}
              onClick={() => void set(mine.filter((_, j) => j !== i))}
            >
              {say('remove')}
            </button>
          </li>
        ))}
      </ul>
      <Form
        label={say('hours')}
        button={say('add')}
        does={async (form) => {
          const pause = text(form, 'pauseFrom')
            ? [{ starts: text(form, 'pauseFrom'), ends: text(form, 'pauseTo') }]
            : [];
          const fresh = {
            weekday: Number(text(form, 'weekday')),
            starts: text(form, 'starts'),
            ends: text(form, 'ends'),
            everyWeeks: 1,
          };
          const rest = {
            fromDay: dayOn(new Date(), clinic.timeZone),
            toDay: null,
            modes: ['in_person'],
            onlyServiceId: null,
            breaks: pause,
          };
          await set([...mine, { clinicId: clinic.id, ...fresh, ...rest }]);
          return say('saved');
        }}
      >
        <Choice
          label={say('weekday')}
          name="weekday"
          options={[1, 2, 3, 4, 5, 6, 7].map((one) => ({ id: one, name: weekdayInWords(one) }))}
        />
        <Field label={say('from')} name="starts" type="time" required />
        <Field label={say('to')} name="ends" type="time" required />
      </Form>
      <h2>{say('leave')}</h2>
      <ul class="list">
        {value?.leave.map((one) => (
          <li key={one.id}>
            {whenInWords(one.from, clinic.timeZone)} – {whenInWords(one.to, clinic.timeZone)}{' '}
            <button type="button" onClick={() => void call('DELETE', `/leave/${one.id}`).then(() => again())}>
              {say('give_back')}
            </button>
          </li>
        ))}
      </ul>
      <Away
        url={`/providers/${id}/leave`}
        zone={clinic.timeZone}
        more={{ kind: 'leave' }}
        onDone={() => void again()}
      />
    </>
  );
}

/** First who is affected; only then can it be entered, for that very time. */
function Away({ url, zone, more, onDone }: { url: string; zone: string; more: object; onDone(): void }) {
  const [shown, show] = useState<{ from: string; to: string; affected: Affected[] }>();
  const read = (form: FormData): { from: string; to: string } => ({
    from: instantOf(`${text(form, 'from')}:00`, zone),
    to: instantOf(`${text(form, 'to')}:00`, zone),
  });
  return (
    <>
      <Form
        label={say('preview')}
        button={say('preview')}
        does={async (form) => {
          const span = read(form);
          show({ ...span, ...(await post<{ affected: Affected[] }>(url, { ...more, ...span, preview: true })) });
        }}
      >
        <Field label={say('from')} name="from" type="datetime-local" required />
        <Field label={say('to')} name="to" type="datetime-local" required />
      </Form>
      {shown ? (
        <section aria-live="polite">
          <h3>
            {say('affected')}: {shown.affected.length}
          </h3>
          <ul>
            {shown.affected.map((one) => (
              <li key={one.id}>
                {one.reference} {whenInWords(one.starts, zone)}
              </li>
            ))}
          </ul>
          <p>
            {timeInWords(shown.from, zone)} – {timeInWords(shown.to, zone)}
          </p>
          <Form
            button={say('enter')}
            does={async () => {
              await post(url, { ...more, from: shown.from, to: shown.to });
              show(undefined);
              onDone();
            }}
          />
        </section>
      ) : null}
    </>
  );
}

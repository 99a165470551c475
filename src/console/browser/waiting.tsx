import { useState } from 'preact/hooks';
import { all, call, type Clinic, get, language, type Named, post, say } from './call';
import { Choice, Failed, Field, Form, text, useLoaded } from './parts';
import { dayInWords, dayOn, plusDays, whenInWords } from './zone';

interface Waits {
  id: number;
  patientId: number;
  patient: string;
  specialty: string;
  fromDay: string;
  toDay: string;
  joinedAt: string;
  offers: number;
}

interface Offer {
  id: number;
  openingId: number;
  patient: string;
  provider: string;
  service: string;
  starts: string;
  timeZone: string;
  wave: number;
  status: string;
  opening: string;
  at: string;
  reason: Record<string, unknown>;
}

interface Specialty {
  code: string;
  names: Record<string, string>;
}

/** Who would come earlier; and each freed time, with whom it was offered to and why. */
export function WaitingList({ clinic }: { clinic: Clinic }) {
  const list = useLoaded((quietly) => all<Waits>(`/waiting?clinicId=${clinic.id}`, quietly), [clinic.id]);
  const offers = useLoaded((quietly) => get<{ items: Offer[] }>(`/offers?clinicId=${clinic.id}&limit=100`, quietly), [clinic.id]); // prettier-ignore
  const { value: specialties } = useLoaded(() => get<{ items: Specialty[] }>('/specialties'), []);
  const named = (code: string): string => {
    const names = specialties?.items.find((one) => one.code === code)?.names;
    return names?.[language] ?? names?.en ?? code;
  };
  const day = (instant: string): string => dayInWords(dayOn(instant, clinic.timeZone));
  return (
    <>
      <h1>{say('waiting')}</h1>
      <Failed words={list.failed || offers.failed} />
      {list.value?.length === 0 ? <p>{say('nothing')}</p> : null}
      {list.value && list.value.length > 0 ? (
        <table aria-label={say('waiting')}>
          <thead>
            <tr>
              <th scope="col">{say('patient')}</th>
              <th scope="col">{say('specialty')}</th>
              <th scope="col">{say('from')}</th>
              <th scope="col">{say('to')}</th>
              <th scope="col">{say('since')}</th>
              <th scope="col">{say('offers')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {list.value.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <bdi>{one.patient}</bdi>
                </th>
                <td>{named(one.specialty)}</td>
                <td>{dayInWords(one.fromDay)}</td>
                <td>{dayInWords(one.toDay)}</td>
                <td>{day(one.joinedAt)}</td>
                <td>{one.offers}</td>
                <td>
                  <button
                    type="button"
                    aria-label={`${say('remove')}: ${one.patient}`}
                    onClick={() => void call('DELETE', `/waiting/${one.id}`).finally(() => list.again())}
                  >
                    {say('remove')}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <AddTo clinic={clinic} specialties={specialties?.items ?? []} named={named} onAdded={() => void list.again()} />
      <h2>{say('offered')}</h2>
      {offers.value?.items.length === 0 ? <p>{say('nothing')}</p> : null}
      {openings(offers.value?.items ?? []).map(([first, ...more]) =>
        first ? (
          <section key={first.openingId} aria-label={`${whenInWords(first.starts, first.timeZone)}, ${first.provider}`}>
            <h3>
              {whenInWords(first.starts, first.timeZone)} · <bdi>{first.provider}</bdi> · <bdi>{first.service}</bdi> ·{' '}
              {say(`o_${first.opening}`)}
            </h3>
            <ol class="list">
              {[first, ...more].map((one) => (
                <li key={one.id}>
                  <bdi>{one.patient}</bdi> · {say(`f_${one.status}`)} · {why(one, day)}
                </li>
              ))}
            </ol>
          </section>
        ) : null,
      )}
    </>
  );
}

const openings = (offers: Offer[]): Offer[][] =>
  [...new Set(offers.map(({ openingId }) => openingId))].map((id) =>
    offers.filter(({ openingId }) => openingId === id),
  );

/** Why it was them and why now, as it was noted when they were chosen. */
function why({ reason }: Offer, day: (instant: string) => string): string {
  const last = reason.last_offer ? `${say('last_offer')} ${day(String(reason.last_offer))}` : say('never_offered');
  return [
    `${say('place')} ${String(reason.place)}/${String(reason.of)}`,
    `${say('since')} ${day(String(reason.waiting_since))}`,
    last,
    ...(reason.asked_for_this_provider ? [say('wanted_them')] : []),
  ].join(', ');
}

function AddTo({
  clinic,
  specialties,
  named,
  onAdded,
}: {
  clinic: Clinic;
  specialties: Specialty[];
  named(code: string): string;
  onAdded(): void;
}) {
  const [found, find] = useState<Named[]>([]);
  const today = dayOn(new Date(), clinic.timeZone);
  return (
    <details>
      <summary>{say('add')}</summary>
      <Form
        label={say('search')}
        button={say('search')}
        does={async (form) => {
          const q = encodeURIComponent(text(form, 'q'));
          const { items } = await get<{ items: Named[] }>(`/patients?limit=20&q=${q}`);
          find(items);
          return items.length === 0 ? say('nothing') : undefined;
        }}
      >
        <Field label={say('search')} name="q" type="search" maxLength={100} required />
      </Form>
      {found.length > 0 ? (
        <Form
          label={say('waiting')}
          button={say('add')}
          does={async (form) => {
            const [fromDay, toDay] = [text(form, 'from'), text(form, 'to')];
            const wish = { clinicId: clinic.id, patientId: Number(text(form, 'patient')), specialty: text(form, 'specialty') }; // prettier-ignore
            await post('/waiting', { ...wish, fromDay, toDay });
            onAdded();
            return say('saved');
          }}
        >
          <Choice label={say('patient')} name="patient" options={found} />
          <Choice
            label={say('specialty')}
            name="specialty"
            options={specialties.map(({ code }) => ({ id: code, name: named(code) }))}
          />
          <Field label={say('from')} name="from" type="date" value={today} required />
          <Field label={say('to')} name="to" type="date" value={plusDays(today, 28)} required />
        </Form>
      ) : null}
    </details>
  );
}

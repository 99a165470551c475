import { useState } from 'preact/hooks';
import { type Comer, write } from './box';
import { type Clinic, type Free, get, type Named, say } from './call';
import { type DeskDays, likelyTimes } from './desk-days';
import { LineDown } from './line';
import { Choice, Field, Form, Panel, text, useLoaded } from './parts';
import { dayInWords, dayOn, timeInWords, whenInWords } from './zone';

/** A visit for somebody at the desk or on the phone, today or tomorrow: with the line, and without it. */
export function BookAtDesk({ desk, clinic, onClose }: { desk: DeskDays; clinic: Clinic; onClose(): void }) {
  const [who, setWho] = useState<Comer>();
  const [service, setService] = useState(String(desk.services[0]?.id ?? ''));
  const [provider, setProvider] = useState('');
  const [day, setDay] = useState(desk.days[0]);
  const [told, tell] = useState('');
  const { value: free, again } = useLoaded(
    (quietly) => freeTimes(desk, clinic, { service, provider, day }, quietly),
    [service, provider, day],
  );
  // While others are being looked up, the times of another day must not be had by a click that was meant for this one.
  const shown = free?.filter((one) => String(one.serviceId) === service && dayOn(one.starts, clinic.timeZone) === day);
  const nameOf = (id: number): string => desk.providers.find((one) => one.id === id)?.name ?? '';
  const take = async ({ starts, providerId, serviceId }: Free): Promise<void> => {
    if (!who) return tell(say('say_who'));
    const modes = desk.services.find(({ id }) => id === serviceId)?.modes;
    const mode = !modes || modes.includes('in_person') ? 'in_person' : 'video';
    const visit = await write(clinic.id, { kind: 'book', providerId, serviceId, starts, mode, who });
    if (!visit) return onClose(); // it stands on the page now: waiting, or refused with other times
    tell(`${say('booked_as')} ${who.name}, ${whenInWords(visit.starts, clinic.timeZone)} (${visit.reference})`);
    setWho(undefined);
    await again(true);
  };
  return (
    <Panel title={say('book')} onClose={onClose}>
      {who ? (
        <p>
          {say('patient')}: <strong dir="auto">{who.name}</strong>{' '}
          <button type="button" onClick={() => setWho(undefined)}>
            {say('change')}
          </button>
        </p>
      ) : (
        <Who desk={desk} onChosen={setWho} />
      )}
      <p role="status">{told}</p>
      <p class="bar">
        <Choice label={say('service')} options={desk.services} value={service} onChoose={setService} />
        <Choice
          label={say('provider')}
          options={desk.providers.filter(({ services }) => services.includes(Number(service)))}
          value={provider}
          onChoose={setProvider}
          none={say('any')}
        />
        <Choice
          label={say('day')}
          options={desk.days.map((one) => ({ id: one, name: dayInWords(one) }))}
          value={day}
          onChoose={setDay}
        />
      </p>
      <fieldset>
        <legend>{say('free_times')}</legend>
        <div class="times">
          {shown?.map((one) => (
            <button key={`${one.starts} ${one.providerId}`} type="button" onClick={() => void take(one)}>
              {timeInWords(one.starts, clinic.timeZone)} · {nameOf(one.providerId)}
            </button>
          ))}
          {free?.length === 0 ? say('nothing') : null}
        </div>
      </fieldset>
    </Panel>
  );
}

const MOST = 60;

/** What the server says is free; without a line, what is likely so. */
async function freeTimes(
  desk: DeskDays,
  clinic: Clinic,
  { service, provider, day }: { service: string; provider: string; day: string },
  quietly: boolean,
): Promise<Free[]> {
  if (!service) return [];
  const of = provider ? `&providerId=${provider}` : '';
  try {
    const url = `/times?every=true&limit=${MOST}&serviceId=${service}${of}&fromDay=${day}&toDay=${day}`;
    return (await get<{ items: Free[] }>(url, quietly)).items;
  } catch (error) {
    if (!(error instanceof LineDown)) throw error;
    const asked = desk.services.find(({ id }) => String(id) === service);
    if (!asked) return [];
    return desk.providers
      .filter(({ id, services }) => services.includes(asked.id) && (!provider || String(id) === provider))
      .flatMap(({ id }) => likelyTimes(desk, asked, id, day, clinic.id))
      .sort((a, b) => Date.parse(a.starts) - Date.parse(b.starts))
      .slice(0, MOST);
  }
}

/** Somebody we know, by the list of these days or by a search; or somebody new. */
function Who({ desk, onChosen }: { desk: DeskDays; onChosen(who: Comer): void }) {
  const [q, setQ] = useState('');
  const { value: found } = useLoaded((quietly) => known(desk, q, quietly), [q]);
  return (
    <>
      <Form label={say('search')} button={say('search')} does={async (form) => setQ(text(form, 'q'))}>
        <Field label={say('search')} name="q" type="search" maxLength={100} />
      </Form>
      <p class="times">
        {found?.map((one) => (
          <button key={one.id} type="button" onClick={() => onChosen({ id: one.id, name: one.name })}>
            <bdi>{one.name}</bdi> {one.birthDate ?? ''}
          </button>
        ))}
        {q && found?.length === 0 ? say('nothing') : null}
      </p>
      <details>
        <summary>{say('new_patient')}</summary>
        <Form
          label={say('new_patient')}
          button={say('go_on')}
          does={async (form) => {
            const birthDate = text(form, 'born');
            onChosen({ name: text(form, 'name'), phone: text(form, 'phone'), ...(birthDate && { birthDate }) });
          }}
        >
          <Field label={say('name')} name="name" required maxLength={120} />
          <Field label={say('phone')} name="phone" type="tel" required maxLength={40} pattern="\+[0-9 ().\-]{6,}" />
          <Field label={say('born')} name="born" type="date" />
        </Form>
      </details>
    </>
  );
}

type Found = Named & { birthDate?: string | null };

async function known(desk: DeskDays, q: string, quietly: boolean): Promise<Found[]> {
  if (!q) return [];
  try {
    return (await get<{ items: Found[] }>(`/patients?limit=10&q=${encodeURIComponent(q)}`, quietly)).items;
  } catch (error) {
    if (!(error instanceof LineDown)) throw error;
    const here = desk.visits.flatMap(({ patientId, patient }) => (patientId && patient ? [{ id: patientId, name: patient }] : [])); // prettier-ignore
    const wanted = q.toLocaleLowerCase();
    return here
      .filter(
        ({ name }, i) => name.toLocaleLowerCase().includes(wanted) && here.findIndex((one) => one.name === name) === i,
      )
      .slice(0, 10);
  }
}

import { useState } from 'preact/hooks';
import { all, type Clinic, type Free, get, type Named, post, say, type Visit } from './call';
import { Choice, Failed, Field, Form, Panel, text, useLoaded } from './parts';
import { VisitPanel } from './visit-panel';
import { dayOn, plusDays, whenInWords } from './zone';

interface Patient extends Named {
  birthDate: string | null;
  language: string;
  contacts: { id: number; channel: string; address: string }[];
}

export function Patients({ clinic }: { clinic: Clinic }) {
  const [q, setQ] = useState('');
  const [open, setOpen] = useState<number>();
  const { value, again, failed } = useLoaded(
    () => get<{ items: Patient[] }>(`/patients?limit=30&q=${encodeURIComponent(q)}`),
    [q],
  );
  return (
    <>
      <h1>{say('patients')}</h1>
      <Form label={say('search')} button={say('search')} does={async (form) => setQ(text(form, 'q'))}>
        <Field label={say('search')} name="q" type="search" maxLength={100} />
      </Form>
      <Failed words={failed} />
      <ul class="list">
        {value?.items.map((patient) => (
          <li key={patient.id}>
            <button type="button" class="link" onClick={() => setOpen(patient.id)}>
              <bdi>{patient.name}</bdi>
            </button>{' '}
            {patient.birthDate} <bdi dir="ltr">{patient.contacts.map(({ address }) => address).join(', ')}</bdi>
          </li>
        ))}
      </ul>
      {value?.items.length === 0 ? <p>{say('nothing')}</p> : null}
      <details>
        <summary>{say('new_patient')}</summary>
        <Form
          label={say('new_patient')}
          button={say('save')}
          does={async (form) => {
            const born = text(form, 'born');
            await post('/patients', {
              clinicId: clinic.id,
              name: text(form, 'name'),
              phone: text(form, 'phone'),
              ...(born && { birthDate: born }),
            });
            await again();
            return say('saved');
          }}
        >
          <Field label={say('name')} name="name" required maxLength={120} />
          <Field label={say('phone')} name="phone" type="tel" required maxLength={40} />
          <Field label={say('born')} name="born" type="date" />
        </Form>
      </details>
      {open === undefined ? null : <OnePatient id={open} clinic={clinic} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function OnePatient({ id, clinic, onClose }: { id: number; clinic: Clinic; onClose(): void }) {
  const { value: patient } = useLoaded(() => get<Patient>(`/patients/${id}`), [id]);
  const { value: visits, again } = useLoaded(() => all<Visit>(`/visits?patientId=${id}`), [id]);
  const [open, setOpen] = useState<number>();
  if (!patient) return null;
  return (
    <Panel title={patient.name} onClose={onClose}>
      <p>
        {patient.birthDate ? `${say('born')} ${patient.birthDate} · ` : ''}
        <bdi dir="ltr">{patient.contacts.map(({ address }) => address).join(', ')}</bdi>
      </p>
      <h3>{say('visits')}</h3>
      <ul class="list">
        {visits
          ?.slice(-20)
          .reverse()
          .map((visit) => (
            <li key={visit.id}>
              <button type="button" class="link" onClick={() => setOpen(visit.id)}>
                {whenInWords(visit.starts, visit.timeZone)}
              </button>{' '}
              {visit.provider} · {say(`s_${visit.status}`)}
            </li>
          ))}
      </ul>
      <BookFor patient={patient} clinic={clinic} onBooked={() => void again()} />
      {open === undefined ? null : (
        <VisitPanel id={open} onClose={() => setOpen(undefined)} onChanged={() => void again()} />
      )}
    </Panel>
  );
}

/** Booking for somebody on the phone, or for a walk-in. */
function BookFor({ patient, clinic, onBooked }: { patient: Patient; clinic: Clinic; onBooked(): void }) {
  const [service, setService] = useState('');
  const [from, setFrom] = useState(() => dayOn(new Date(), clinic.timeZone));
  const [failed, fail] = useState('');
  const { value: services } = useLoaded(() => all<Named>(`/services?clinicId=${clinic.id}`), [clinic.id]);
  const { value: providers } = useLoaded(() => all<Named>(`/providers?clinicId=${clinic.id}`), [clinic.id]);
  const { value: free, again } = useLoaded(
    async () =>
      service
        ? get<{ items: Free[] }>(`/times?limit=12&serviceId=${service}&fromDay=${from}&toDay=${plusDays(from, 13)}`)
        : { items: [] },
    [service, from],
  );
  const nameOf = (id: number): string => providers?.find((one) => one.id === id)?.name ?? '';
  const take = async ({ starts, providerId, serviceId }: Free): Promise<void> => {
    try {
      await post('/visits', { patientId: patient.id, providerId, serviceId, starts });
      fail('');
      onBooked();
    } catch (error) {
      fail((error as Error).message);
    }
    void again();
  };
  return (
    <fieldset>
      <legend>{say('book')}</legend>
      <Choice label={say('service')} options={services ?? []} value={service} onChoose={setService} none="" />
      <label>
        {say('from')}{' '}
        <input
          type="date"
          value={from}
          onChange={(event) => event.currentTarget.value && setFrom(event.currentTarget.value)}
        />
      </label>
      <Failed words={failed} />
      <div class="times">
        {free?.items.map((one) => (
          <button key={`${one.starts} ${one.providerId}`} type="button" onClick={() => void take(one)}>
            {whenInWords(one.starts, clinic.timeZone)} · {nameOf(one.providerId)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

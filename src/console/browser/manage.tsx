import { useState } from 'preact/hooks';
import { all, call, type Clinic, get, type Named, post, say } from './call';
import { Choice, Failed, Field, Form, text, useLoaded } from './parts';

interface Service extends Named {
  minutes: number;
  needsApproval: boolean;
}

export function Services({ clinic }: { clinic: Clinic }) {
  const { value, again, failed } = useLoaded(() => all<Service>(`/services?clinicId=${clinic.id}`), [clinic.id]);
  return (
    <>
      <h1>{say('services')}</h1>
      <Failed words={failed} />
      {value?.map((service) => (
        <Form
          key={service.id}
          label={service.name}
          button={say('save')}
          does={async (form) => {
            const given = {
              name: text(form, 'name'),
              minutes: Number(text(form, 'minutes')),
              needsApproval: form.get('approval') !== null,
            };
            await call('PATCH', `/services/${service.id}`, given);
            await again();
            return say('saved');
          }}
        >
          <Field label={say('name')} name="name" value={service.name} required maxLength={100} />
          <Field
            label={say('minutes')}
            name="minutes"
            type="number"
            min={1}
            max={720}
            value={service.minutes}
            required
          />
          <Field label={say('needs_approval')} name="approval" type="checkbox" checked={service.needsApproval} />
        </Form>
      ))}
    </>
  );
}

interface Colleague extends Named {
  email: string;
  roles: { id: number; role: string; clinicId: number | null }[];
}
interface Emergency extends Named {
  reason: string;
  at: string;
}

const ROLES = ['provider', 'staff', 'support', 'administrator'];

export function People({ clinic }: { clinic: Clinic }) {
  const { value, again, failed } = useLoaded(() => all<Colleague>('/people?'), []);
  const { value: providers } = useLoaded(() => all<Named>(`/providers?clinicId=${clinic.id}`), [clinic.id]);
  const emergencies = useLoaded(() => get<{ items: Emergency[] }>('/emergencies'), []);
  const [role, setRole] = useState('staff');
  const [link, setLink] = useState('');
  return (
    <>
      <h1>{say('people')}</h1>
      <Failed words={failed} />
      {emergencies.value?.items.map((one) => (
        <p key={one.id} role="alert" class="bad">
          {say('emergencies')}: <bdi>{one.name}</bdi>, {new Date(one.at).toLocaleString()} – <bdi>{one.reason}</bdi>{' '}
          <button
            type="button"
            onClick={() => void post(`/emergencies/${one.id}/seen`).then(() => emergencies.again())}
          >
            {say('seen')}
          </button>
        </p>
      ))}
      <ul class="list">
        {value?.map((one) => (
          <li key={one.id}>
            <bdi>{one.name}</bdi> <bdi>{one.email}</bdi>{' '}
            {one.roles.map((held) => (
              <button
                key={held.id}
                type="button"
                aria-label={`${say('remove')}: ${say(`role_${held.role}`)}, ${one.name}`}
                onClick={() => void call('DELETE', `/roles/${held.id}`).finally(() => again())}
              >
                {say(`role_${held.role}`)} ✕
              </button>
            ))}
          </li>
        ))}
      </ul>
      <h2>{say('invite')}</h2>
      <Form
        label={say('invite')}
        button={say('invite')}
        does={async (form) => {
          const providerId = role === 'provider' ? Number(text(form, 'provider')) : null;
          const person = {
            name: text(form, 'name'),
            email: text(form, 'email'),
            role,
            clinicId: clinic.id,
            providerId,
          };
          const invited = await post<{ link: string | null }>('/people', person);
          setLink(invited.link ?? '');
          await again();
          return invited.link ? say('link_once') : say('known_already');
        }}
      >
        <Field label={say('name')} name="name" required maxLength={100} />
        <Field label={say('email')} name="email" type="email" required />
        <Choice
          label={say('role')}
          options={ROLES.map((one) => ({ id: one, name: say(`role_${one}`) }))}
          value={role}
          onChoose={setRole}
        />
        {role === 'provider' ? <Choice label={say('provider')} name="provider" options={providers ?? []} /> : null}
      </Form>
      {link ? <code class="once">{link}</code> : null}
    </>
  );
}

interface Entry {
  id: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
}

export function Audit() {
  const [asked, ask] = useState('');
  const { value, failed } = useLoaded(
    () => get<{ items: Entry[]; next: number | null }>(`/audit?limit=50${asked}`),
    [asked],
  );
  const [before, setBefore] = useState('');
  return (
    <>
      <h1>{say('audit')}</h1>
      <Form
        label={say('search')}
        button={say('search')}
        does={async (form) => {
          const given = ['actor', 'action', 'subject']
            .filter((name) => text(form, name))
            .map((name) => `&${name}=${encodeURIComponent(text(form, name))}`);
          setBefore(given.join(''));
          ask(given.join(''));
        }}
      >
        <Field label={say('who')} name="actor" maxLength={60} />
        <Field label={say('what')} name="action" maxLength={60} />
        <Field label={say('about')} name="subject" maxLength={60} />
      </Form>
      <Failed words={failed} />
      <table>
        <thead>
          <tr>
            <th scope="col">{say('time')}</th>
            <th scope="col">{say('who')}</th>
            <th scope="col">{say('what')}</th>
            <th scope="col">{say('about')}</th>
          </tr>
        </thead>
        <tbody>
          {value?.items.map((one) => (
            <tr key={one.id}>
              <td>{new Date(one.at).toLocaleString()}</td>
              <td>{one.actor}</td>
              <td>{one.action}</td>
              <td>{one.subject}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {value?.next ? (
        <button type="button" onClick={() => ask(`${before}&before=${value.next}`)}>
          {say('more')}
        </button>
      ) : null}
    </>
  );
}

import { all, call, type Clinic, say } from './call';
import { Failed, Field, Form, text, useLoaded } from './parts';

interface Told extends Clinic {
  address: string;
  phone: string | null;
  emergencyNumber: string;
}

/** What patients are told about a clinic. */
export function Settings({ clinic }: { clinic: Clinic }) {
  const { value, again, failed } = useLoaded(() => all<Told>('/clinics?'), [clinic.id]);
  const mine = value?.find(({ id }) => id === clinic.id);
  return (
    <>
      <h1>{say('settings')}</h1>
      <Failed words={failed} />
      {mine ? (
        <section aria-labelledby="of-clinic">
          <h2 id="of-clinic">{say('clinic')}</h2>
          <Form
            key={clinic.id}
            label={say('clinic')}
            button={say('save')}
            does={async (form) => {
              const [name, address, emergencyNumber] = [text(form, 'name'), text(form, 'address'), text(form, 'emergency')]; // prettier-ignore
              await call('PATCH', `/clinics/${clinic.id}`, { name, address, emergencyNumber, phone: text(form, 'phone') || null }); // prettier-ignore
              await again();
              return say('saved');
            }}
          >
            <Field label={say('name')} name="name" defaultValue={mine.name} required maxLength={100} />
            <Field label={say('address')} name="address" defaultValue={mine.address} maxLength={300} />
            <Field label={say('phone')} name="phone" type="tel" defaultValue={mine.phone ?? ''} maxLength={30} />
            <Field
              label={say('emergency_number')}
              name="emergency"
              defaultValue={mine.emergencyNumber}
              required
              maxLength={20}
            />
          </Form>
        </section>
      ) : null}
    </>
  );
}

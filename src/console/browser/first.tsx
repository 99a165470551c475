import { useEffect, useState } from 'preact/hooks';
import { post, say } from './call';
import { Failed, Field, Form, text } from './parts';

interface Step {
  email: string;
  secret: string;
  address: string;
}

/** With a link that works once. It stands behind the # and leaves the address bar at once. */
export function First({ token, onSignedIn }: { token: string; onSignedIn(): void }) {
  const [step, setStep] = useState<Step>();
  const [failed, fail] = useState('');
  useEffect(() => {
    history.replaceState(null, '', '/console/first');
    post<Step>('/sign-in/first', { token }).then(setStep, (error: Error) => fail(error.message));
  }, []);
  return (
    <main class="narrow">
      <h1>{say('first_title')}</h1>
      <Failed words={failed} />
      {step ? (
        <Form
          label={say('first_title')}
          button={say('go_on')}
          does={async (form) => {
            await post('/sign-in/enrol', { token, password: String(form.get('password')), code: text(form, 'code') });
            history.replaceState(null, '', '/console');
            onSignedIn();
          }}
        >
          <p>{say('first_scan')}</p>
          <p>
            <code class="once">{step.secret}</code> <a href={step.address}>{step.email}</a>
          </p>
          <Field
            label={say('new_password')}
            name="password"
            type="password"
            autocomplete="new-password"
            minLength={12}
            required
          />
          <Field label={say('code')} name="code" inputMode="numeric" autocomplete="one-time-code" required />
        </Form>
      ) : null}
    </main>
  );
}

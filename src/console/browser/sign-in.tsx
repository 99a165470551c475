import { post, say } from './call';
import { Field, Form, text } from './parts';

export function SignIn({ onSignedIn }: { onSignedIn(): void }) {
  return (
    <main class="narrow">
      <h1>Miadi</h1>
      <Form
        label={say('sign_in')}
        button={say('sign_in')}
        does={async (form) => {
          await post('/sign-in', {
            email: text(form, 'email'),
            password: String(form.get('password')),
            code: text(form, 'code'),
          });
          onSignedIn();
        }}
      >
        <Field label={say('email')} name="email" type="email" autocomplete="username" required />
        <Field label={say('password')} name="password" type="password" autocomplete="current-password" required />
        <Field label={say('code')} name="code" inputMode="numeric" autocomplete="one-time-code" required />
      </Form>
      <a href="/console/reset">{say('reset_subject')}</a>
    </main>
  );
}

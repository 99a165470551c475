import { z } from 'zod';
import { type House } from './api';
import { breakGlass } from '../accounts/people';
import { askForCode, signInByCode } from '../accounts/phone-codes';
import { type Action, policy, reachOf, isNowhere } from '../accounts/policy';
import { endSessions, sessionsOf } from '../accounts/sessions';
import { askForReset, resetPassword } from '../accounts/forgotten';
import { beginEnrolment, enrol, type Enrolled, signIn } from '../accounts/sign-in';
import { makeToken, TOKEN_MINUTES } from '../accounts/tokens';
import type { AccountId, ClinicId } from '../database/ids';
import type { Database } from '../database/statements';
import { Problem } from '../hub/errors';
import { COOKIE, fromOurselves, setCookie } from './identify';
import { type Ask, id, line, ofId, type Resource } from './route';
import { putMail } from '../outbox/put-mail';
import { codeInWords, languageFor, type Words, wordsOf } from './words';

const secretText = z.string().min(1).max(200);
const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const GUESSES = 20;

/** What browsers call themselves, in a word or two that mean something in a list. */
export function deviceOf(userAgent = ''): string {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\//.exec(userAgent)?.[1] ?? 'A program';
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(userAgent)?.[1];
  return system ? `${browser} on ${system}` : browser;
}

export const signingIn =
  ({ dataSource, secret, publicUrl, deliverSoon, mail }: House): Resource =>
  (add) => {
    const db = dataSource.manager;
    const begin = ({ reply }: Ask, session: string | undefined): { signedIn: true } => {
      if (!session) throw new Problem('signed_out', { about: { detail: REFUSED } });
      reply.header('set-cookie', setCookie(COOKIE, session, '/', publicUrl));
      return { signedIn: true };
    };

    const settled = (ask: Ask, done: Enrolled): { signedIn: true } => {
      if (done.kind === 'signed_in') return begin(ask, done.token);
      if (done.kind === 'gone') throw new Problem('gone');
      throw new Problem('not_acceptable', { about: { detail: done.kind === 'weak' ? done.words : WRONG_CODE } });
    };

    add({
      ...{ method: 'POST', url: '/sign-in', policy: 'public', perMinute: GUESSES },
      summary: 'Sign in with a password and the code of an authenticator app',
      body: z.object({ email: z.string().max(200), password: secretText, code: z.string().max(10) }),
      async handle({ body }, ask) {
        fromOurselves(publicUrl, ask.request);
        return begin(ask, await signIn(db, secret, { ...body, device: deviceOf(ask.request.headers['user-agent']) }));
      },
    });

    add({
      ...{ method: 'POST', url: '/sign-in/first', policy: 'public', perMinute: GUESSES },
      summary: 'Begin with a one-time sign-in: shows what to put into an authenticator app',
      body: z.object({ token }),
      async handle({ body }) {
        const step = await beginEnrolment(db, secret, body.token);
        if (!step) throw new Problem('gone');
        return step;
      },
    });

    add({
      ...{ method: 'POST', url: '/sign-in/enrol', policy: 'public', perMinute: GUESSES },
      summary: 'Set a password and a second factor with a one-time sign-in',
      body: z.object({ token, password: secretText, code: z.string().max(10) }),
      async handle({ body }, ask) {
        fromOurselves(publicUrl, ask.request);
        const done = await enrol(db, secret, { ...body, device: deviceOf(ask.request.headers['user-agent']) });
        return settled(ask, done);
      },
    });

    add({
      ...{ method: 'POST', url: '/sign-in/forgotten', policy: 'public', perMinute: GUESSES },
      summary: 'Send a link for a new password; the answer is the same for every address',
      body: z.object({ email: z.string().max(200) }),
      async handle({ body }, ask) {
        if (!mail) throw new Problem('not_acceptable', { about: { detail: NO_MAIL } });
        const words = wordsOf(languageFor(ask.request.headers['accept-language']));
        await evenly(async () => {
          const asked = await askForReset(db, body.email);
          if (asked) await sendReset(db, asked.email, `${publicUrl}/console/reset#${asked.token}`, words);
          deliverSoon?.();
        });
        return { minutes: 60 };
      },
    });

    add({
      ...{ method: 'POST', url: '/sign-in/reset', policy: 'public', perMinute: GUESSES },
      summary: 'Set a password with the link from the mail and the code of the authenticator app',
      body: z.object({ token, password: secretText, code: z.string().max(10) }),
      async handle({ body }, ask) {
        fromOurselves(publicUrl, ask.request);
        const done = await resetPassword(db, secret, { ...body, device: deviceOf(ask.request.headers['user-agent']) });
        return settled(ask, done);
      },
    });

    add({
      ...{ method: 'POST', url: '/codes', policy: 'public', perMinute: GUESSES },
      summary: 'Send a one-time code to a phone; the answer is the same for every number',
      body: z.object({ phone: z.string().max(40) }),
      async handle({ body }) {
        await evenly(async () => {
          await askForCode(db, secret, body.phone, codeInWords);
          deliverSoon?.();
        });
        return { minutes: 10 };
      },
    });

    add({
      ...{ method: 'POST', url: '/sign-in/code', policy: 'public', perMinute: GUESSES },
      summary: 'Sign in with the code from the phone and a birth date',
      body: z.object({ phone: z.string().max(40), code: z.string().max(10), birthDate: z.iso.date() }),
      async handle({ body }, ask) {
        fromOurselves(publicUrl, ask.request);
        return begin(
          ask,
          await signInByCode(db, secret, { ...body, device: deviceOf(ask.request.headers['user-agent']) }),
        );
      },
    });

    add({
      ...{ method: 'POST', url: '/sign-out', policy: 'self' },
      summary: 'End this sign-in',
      async handle(_given, ask) {
        void ask.reach;
        if (ask.signInId !== null) await endSessions(ask.db, ask.who, { only: ask.signInId });
        ask.reply.header('set-cookie', setCookie(COOKIE, '', '/', publicUrl));
        return { signedIn: false };
      },
    });

    add({
      ...{ method: 'POST', url: '/token', policy: 'self' },
      summary: 'A token for programs, good for ten minutes and no longer than this sign-in',
      async handle(_given, ask) {
        void ask.reach;
        if (ask.signInId === null) throw new Problem('forbidden');
        return { token: await makeToken(secret, ask.signInId, ask.now), minutes: TOKEN_MINUTES };
      },
    });

    add({
      ...{ method: 'GET', url: '/self', policy: 'self' },
      summary: 'Who is signed in, and what they may do',
      async handle(_given, ask) {
        void ask.reach;
        const { who } = ask;
        const [account] = who.kind === 'account' ? await ask.db.query<{ name: string; email: string }[]>('select name, email from account where id = $1', [who.id]) : []; // prettier-ignore
        const may = (Object.keys(policy) as Action[]).filter((action) => !isNowhere(reachOf(who, action)));
        return {
          kind: who.kind,
          id: who.id,
          name: account?.name ?? null,
          email: account?.email ?? null,
          roles: who.grants,
          may,
        };
      },
    });

    add({
      ...{ method: 'GET', url: '/self/sign-ins', policy: 'self' },
      summary: 'Where one is signed in',
      async handle(_given, ask) {
        void ask.reach;
        const all = await sessionsOf(ask.db, ask.who);
        return { items: all.map((one) => ({ ...one, thisOne: one.id === ask.signInId })) };
      },
    });

    add({
      ...{ method: 'DELETE', url: '/self/sign-ins/:id', policy: 'self' },
      summary: 'Sign out somewhere else',
      params: ofId,
      async handle({ params }, ask) {
        void ask.reach;
        if ((await endSessions(ask.db, ask.who, { only: params.id })) === 0) throw new Problem('not_found');
        return { ended: 1 };
      },
    });

    add({
      ...{ method: 'POST', url: '/self/break-glass', policy: 'break-glass' },
      summary:
        'Act at the desk of another clinic for an hour, in an emergency; administrators are shown it until they have looked',
      body: z.object({ clinicId: id, reason: line(500).min(10) }),
      async handle({ body }, ask) {
        void ask.reach;
        const [clinic] = await ask.db.query<unknown[]>('select from clinic where id = $1 and closed_at is null', [
          body.clinicId,
        ]);
        if (!clinic) throw new Problem('not_found');
        return { until: await breakGlass(ask.db, ask.who.id as AccountId, body.clinicId as ClinicId, body.reason) };
      },
    });
  };

const REFUSED = 'This did not fit together. After five tries in a row there is a pause of a quarter of an hour.';
const WRONG_CODE = 'This is not the code that your app shows now.';

/** Longer than the work ever takes for somebody whom we know, so that the answer comes as late for everybody else. */
const EVEN_MS = 250;

async function evenly(work: () => Promise<void>): Promise<void> {
  const over = new Promise((resume) => setTimeout(resume, EVEN_MS));
  await work();
  await over;
}

const NO_MAIL = 'This house sends no mail. An administrator can give you a one-time sign-in.';

async function sendReset(db: Database, to: string, link: string, words: Words): Promise<void> {
  const text = (words.reset_mail ?? '{{link}}').replace('{{link}}', link);
  await putMail(db, { to, subject: words.reset_subject ?? 'Miadi', text, kind: 'code' });
}

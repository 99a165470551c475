import { Secret as TotpSecret, TOTP } from 'otpauth';
import { giveRole, invite, type NewRole } from '../../src/accounts/people';
import { beginEnrolment, enrol, oneTimeSignIn } from '../../src/accounts/sign-in';
import type { AccountId } from '../../src/database/ids';
import type { Database } from '../../src/database/statements';
import { Secret } from '../../src/secret';

export const SECRET = new Secret('k'.repeat(32));
export const PASSWORD = 'a long walk at noon';

export const codeAt = (secret: string, at: string | Date): string =>
  new TOTP({ secret: TotpSecret.fromBase32(secret) }).generate({ timestamp: +new Date(at) });

export interface Colleague {
  id: AccountId;
  email: string;
  secret: string;
  /** They are signed in with it. */
  token: string;
}

/** A colleague as they come to be: invited, given a role, and signed in for the first time. */
export async function colleague(
  db: Database,
  name: string,
  role?: Partial<NewRole> & Pick<NewRole, 'role'>,
): Promise<Colleague> {
  const email = `${name.toLowerCase()}@clinic.example`;
  const { id } = await invite(db, { email, name }, 'system');
  if (role) await giveRole(db, id, { clinicId: null, providerId: null, ...role }, 'system');
  const token = await oneTimeSignIn(db, id, 'system');
  const first = await beginEnrolment(db, SECRET, token);
  if (!first) throw new Error('The one-time sign-in was not accepted');
  const [row] = await db.query<{ now: Date }[]>('select clock_now() as now');
  const given = { token, password: PASSWORD, code: codeAt(first.secret, row!.now), device: 'test' };
  const enrolled = await enrol(db, SECRET, given);
  if (enrolled.kind !== 'signed_in') throw new Error(`Enrolling gave ${enrolled.kind}`);
  return { id, email, secret: first.secret, token: enrolled.token };
}

import type { ClinicId, PatientId, ProviderId } from '../database/ids';

export const roles = ['provider', 'staff', 'support', 'administrator'] as const;
export type Role = (typeof roles)[number];

/**
 * How far a right goes: `own` is a provider's own calendar, or the patients that somebody speaks for; `clinic` is everything in
 * the clinics where the role was given; `any` is what everybody who is signed in may know, such as the list of doctors.
 */
type Extent = 'own' | 'clinic' | 'any';

interface Rule extends Partial<Record<Role | 'patient', Extent>> {
  /** Whether a program with a key may be given it, as a scope. */
  readonly key?: 'clinic' | 'any';
}

const desk = { staff: 'clinic', administrator: 'clinic' } as const;
const deskAndSupport = { ...desk, support: 'clinic' } as const;
const known = { patient: 'any', provider: 'any', staff: 'any', support: 'any', administrator: 'any' } as const;

/** Who may do what. Every route names one of these; what is not here may nobody. */
export const policy = {
  'clinics.read': { ...known, key: 'any' },
  'clinics.write': { administrator: 'clinic' },
  'providers.read': { ...known, key: 'any' },
  'providers.write': { administrator: 'clinic' },
  'services.read': { ...known, key: 'any' },
  'services.write': { administrator: 'clinic' },
  'times.read': { ...known, key: 'any' },
  'visits.read': { ...deskAndSupport, provider: 'own', patient: 'own', key: 'clinic' },
  'visits.change': { ...deskAndSupport, provider: 'own', patient: 'own', key: 'clinic' },
  'visits.attend': { ...desk, provider: 'own', key: 'clinic' },
  'visits.decide': { ...desk, provider: 'own' },
  'patients.read': { ...deskAndSupport, provider: 'own', patient: 'own', key: 'clinic' },
  'patients.write': { ...desk, patient: 'own', key: 'clinic' },
  'patients.export': { administrator: 'clinic', patient: 'own' },
  'patients.erase': { administrator: 'clinic', patient: 'own' },
  'family.write': { patient: 'own' },
  /** What is written down of a patient: whose words they are, and whom the patient lets read them. */
  'records.read': { provider: 'own', patient: 'own' },
  'records.write': { provider: 'own', patient: 'own' },
  'insurance.read': { ...desk, provider: 'own', patient: 'own' },
  'insurance.write': { ...desk, patient: 'own' },
  'permissions.write': { patient: 'own' },
  'retention.write': { administrator: 'clinic' },
  'hours.read': { ...deskAndSupport, provider: 'own', key: 'clinic' },
  'hours.write': { ...desk, provider: 'own' },
  'closures.write': { ...desk },
  'waiting.read': { ...deskAndSupport, patient: 'own', key: 'clinic' },
  'waiting.write': { ...deskAndSupport, patient: 'own', key: 'clinic' },
  'offers.read': { ...deskAndSupport },
  'delivery.read': { ...deskAndSupport },
  'delivery.write': { ...desk },
  'cases.read': { ...deskAndSupport },
  'cases.write': { ...deskAndSupport },
  'people.read': { administrator: 'clinic' },
  'people.write': { administrator: 'clinic' },
  'keys.write': { administrator: 'clinic' },
  'webhooks.write': { administrator: 'clinic' },
  'feeds.write': { administrator: 'clinic', provider: 'own' },
  'import.write': { administrator: 'clinic' },
  'audit.read': { administrator: 'clinic' },
  'reports.read': { ...desk, key: 'clinic' },
  /** Figures by mail: for people, whose role is looked at again each time. */
  'summaries.write': { ...desk },
  /** One's own sign-ins, name and language. */
  self: { ...known },
  /** Help in an emergency in a clinic where one has no role: for colleagues only, with a reason and an alert. */
  'break-glass': { provider: 'any', staff: 'any', support: 'any', administrator: 'any' },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof policy;

export const isAction = (name: string): name is Action => Object.hasOwn(policy, name);

/** What a key may be made for. */
export const scopes = (Object.keys(policy) as Action[]).filter((action) => 'key' in policy[action]);

export interface Grant {
  readonly role: Role;
  /** null: in every clinic of the house. */
  readonly clinicId: ClinicId | null;
  readonly providerId: ProviderId | null;
}

/** Somebody who is known to us, or a program. */
export interface Who {
  readonly kind: 'account' | 'patient' | 'key';
  readonly id: number;
  readonly grants: readonly Grant[];
  /** For whom a signed-in patient speaks. */
  readonly patients: readonly PatientId[];
  /** What a key is limited to, and where. */
  readonly scopes: readonly string[];
  readonly clinicId: ClinicId | null;
}

/** How far somebody may go with one action. Nothing in it: not at all. */
export interface Reach {
  readonly everywhere: boolean;
  readonly clinics: readonly ClinicId[];
  readonly providers: readonly ProviderId[];
  readonly patients: readonly PatientId[];
}

const NOWHERE: Reach = { everywhere: false, clinics: [], providers: [], patients: [] };
const EVERYWHERE: Reach = { ...NOWHERE, everywhere: true };

export function reachOf(who: Who, action: Action): Reach {
  const rule: Rule = policy[action];
  if (who.kind === 'patient') return ofPatient(rule.patient, who);
  if (who.kind === 'key') return ofKey(rule.key, who, action);
  const parts = who.grants.map((grant) => ofGrant(rule[grant.role], grant));
  return {
    everywhere: parts.some((part) => part.everywhere),
    clinics: parts.flatMap((part) => part.clinics),
    providers: parts.flatMap((part) => part.providers),
    patients: [],
  };
}

function ofPatient(extent: Extent | undefined, who: Who): Reach {
  if (extent === 'any') return EVERYWHERE;
  return extent === 'own' ? { ...NOWHERE, patients: who.patients } : NOWHERE;
}

function ofKey(extent: Rule['key'], who: Who, action: Action): Reach {
  if (!extent || !who.scopes.includes(action) || who.clinicId === null) return NOWHERE;
  return extent === 'any' ? EVERYWHERE : { ...NOWHERE, clinics: [who.clinicId] };
}

function ofGrant(extent: Extent | undefined, { clinicId, providerId }: Grant): Reach {
  if (extent === 'any') return EVERYWHERE;
  if (extent === 'own' && providerId !== null) return { ...NOWHERE, providers: [providerId] };
  if (extent !== 'clinic') return NOWHERE;
  return clinicId === null ? EVERYWHERE : { ...NOWHERE, clinics: [clinicId] };
}

export const isNowhere = ({ everywhere, clinics, providers, patients }: Reach): boolean =>
  !everywhere && clinics.length + providers.length + patients.length === 0;

/** Whose something is. A thing may belong to a clinic, to a provider's calendar, and to a patient. */
export interface Belongs {
  readonly clinicId?: number | null;
  readonly providerId?: number | null;
  readonly patientId?: number | null;
}

export const covers = (reach: Reach, { clinicId, providerId, patientId }: Belongs): boolean =>
  reach.everywhere ||
  has(reach.clinics, clinicId) ||
  has(reach.providers, providerId) ||
  has(reach.patients, patientId);

const has = (ids: readonly number[], id: number | null | undefined): boolean =>
  typeof id === 'number' && ids.includes(id);

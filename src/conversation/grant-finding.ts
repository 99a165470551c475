import type { Happened, Remembered, VisitCard } from '../../flows/vocabulary';
import type { ClinicId, PatientId, ProviderId, ServiceId, SpecialtyCode } from '../database/ids';
import { isAffected } from '../scheduling/affected';
import { delayOf } from '../scheduling/delay';
import { findTimes } from '../scheduling/find-times';
import type { FreeTime, Visit, Wanted } from '../scheduling/types';
import { letTimesGo, whoComes } from './grant-booking';
import { asOffers, comingVisits, type Speaker } from './speaker';
import { nearestTo } from './nearest-times';
import { placeNamed, whereToLook } from './where';
import { readVisit } from '../scheduling/change-status';
import type { VisitId } from '../database/ids';

/** The first three good times for what is wanted; if there is none then, the nearest there are, and it is said so. */
export async function findTheTimes(speaker: Speaker, remembered: Remembered): Promise<Happened> {
  await letTimesGo(speaker);
  const where = await whereToLook(speaker, remembered.wanted);
  const asked = await question(speaker, remembered, where.clinics);
  if (!asked) return { type: 'times.none', facts: { wanted: { nowhere: true } } };
  const here: Known = {
    nowhere: undefined,
    notIn: where.inVain ? await placeNamed(speaker, remembered.wanted) : undefined,
  };
  const { visit } = remembered;
  const times = await othersThan(visit, speaker, asked);
  if (times.length > 0) return { type: 'times.found', facts: { offers: await asOffers(speaker, times), wanted: here } };
  const others = await nearestTo(asked, (wanted, count) => othersThan(visit, speaker, wanted, count));
  return others.length > 0
    ? { type: 'times.found_elsewhen', facts: { offers: await asOffers(speaker, others), wanted: here } }
    : { type: 'times.none', facts: { wanted: here } };
}

/** What is known now of where it is to be had. */
type Known = { nowhere: undefined; notIn: string | undefined };

const SHOWN = 3;

/** A visit that is moved counts as free where it stands, but to offer that would be no move. */
async function othersThan(
  visit: VisitCard | undefined,
  { tx }: Speaker,
  wanted: Wanted,
  count = SHOWN,
): Promise<FreeTime[]> {
  const times = await findTimes(tx, wanted, visit ? count + 1 : count);
  return times.filter(({ starts }) => +starts !== Date.parse(visit?.starts ?? '')).slice(0, count);
}

/** The same question, from after the last time that was shown. */
export function findLaterTimes(speaker: Speaker, remembered: Remembered): Promise<Happened> {
  const last = remembered.offers.at(-1)?.starts ?? speaker.now.toISOString();
  const after = new Date(Date.parse(last) + 60_000).toISOString();
  return findTheTimes(speaker, { ...remembered, wanted: { ...remembered.wanted, after } });
}

async function question(speaker: Speaker, remembered: Remembered, where: ClinicId[]): Promise<Wanted | undefined> {
  const { wanted, visit } = remembered;
  const patient = whoComes(remembered);
  const moving = visit && (await readVisit(speaker.tx, visit.id as VisitId));
  const { fromDay, toDay, fromMinute, toMinute, weekdays, mode, after } = wanted;
  const clinics = moving ? undefined : where;
  if (clinics?.length === 0) return undefined;
  return {
    ...(moving
      ? { ...(await withWhom(speaker, moving)), services: [moving.serviceId as ServiceId], moving: moving.sitting }
      : { ...(wanted.providerId && { providers: [wanted.providerId as ProviderId] }), ...(clinics && { clinics }) }),
    ...(!moving && wanted.specialty && { specialty: wanted.specialty as SpecialtyCode }),
    ...(fromDay && { fromDay }),
    ...(toDay && { toDay }),
    ...(fromMinute !== undefined && { fromMinute }),
    ...(toMinute !== undefined && { toMinute }),
    ...(weekdays && { weekdays }),
    ...(mode && { mode }),
    ...(await notBefore(speaker, after, visit)),
    ...(moving?.patientId ? { patientId: moving.patientId } : patient && { patientId: patient.id as PatientId }),
    contactId: speaker.contactId,
  };
}

/** Who runs late is not to be had before then either. */
async function notBefore(
  { tx }: Speaker,
  after: string | undefined,
  visit?: VisitCard,
): Promise<Pick<Wanted, 'earliest'>> {
  const late = visit && (await delayOf(tx, visit.id as VisitId));
  const there = late && late.minutes > 0 ? Date.parse(visit.starts) + late.minutes * 60_000 : 0;
  const earliest = Math.max(there, after ? Date.parse(after) : 0);
  return earliest > 0 ? { earliest: new Date(earliest) } : {};
}

/** A visit stays with its provider when it is moved; but who is away is no use, and then any colleague will do. */
const withWhom = async ({ tx }: Speaker, visit: Visit): Promise<Pick<Wanted, 'providers' | 'clinics'>> =>
  (await isAffected(tx, visit.id)) ? { clinics: [visit.clinicId] } : { providers: [visit.providerId] };

export async function findVisits(speaker: Speaker, { openFor }: Remembered): Promise<Happened> {
  const visits = await comingVisits(speaker, openFor);
  return visits.length > 0 ? { type: 'visits.found', facts: { visits } } : { type: 'visits.none' };
}

import type { PatientId, ServiceId } from '../../database/ids';
import { findAllTimes } from '../../scheduling/find-times';
import { dayOf } from '../../scheduling/wall-clock';
import type { DayVisit } from '../day';
import { context, input, literal, type Modal, type Option, section, select, textInput } from './blocks';
import { timeOptions } from './free-times';
import type { House } from './house';
import { sorry } from './modals';
import type { Here } from './where';

/** What a window carries along to the next, in ids alone. */
export interface Carried {
  clinicId: number;
  channel?: string;
  patientId?: number;
  visitId?: number;
  serviceId?: number;
  day?: string;
  providerId?: number;
  from?: string;
  to?: string;
  because?: string;
}

export const carried = (text: string): Carried => JSON.parse(text) as Carried;

const servicesOf = ({ dataSource }: House, { clinicId }: Here): Promise<Option[]> =>
  dataSource.query<Option[]>(
    `select coalesce(s.names->>'en', s.name) || ' (' || coalesce(sp.names->>'en', sp.code) || ')' as label, s.id::text as value
       from service s join specialty sp on sp.code = s.specialty where s.clinic_id = $1 and s.ended_at is null order by s.usual desc, 1 limit 100`,
    [clinicId],
  );

export const providersOf = ({ dataSource }: House, { clinicId, providers }: Here): Promise<Option[]> =>
  dataSource.query<Option[]>(
    `select distinct p.name as label, p.id::text as value from provider p join working_hours w on w.provider_id = p.id
      where w.clinic_id = $1 and p.left_at is null and ($2::bigint[] is null or p.id = any($2)) order by 1 limit 100`,
    [clinicId, providers],
  );

const todayIn = async ({ dataSource }: House, zone: string): Promise<string> => {
  const [row] = await dataSource.query<{ now: Date }[]>('select clock_now() as now');
  return dayOf(row?.now ?? 0, zone);
};

/** First what and for whom, and then the times that are free at that very moment. */
export async function bookModal(
  house: House,
  here: Here,
  given: { patient?: string; walkIn?: boolean },
): Promise<Modal> {
  const title = given.walkIn ? 'Walk-in' : 'Book';
  const services = await servicesOf(house, here);
  if (services.length === 0) return sorry(title, 'This clinic offers nothing yet.');
  const full = here.desk.shows === 'full';
  const day = await todayIn(house, here.desk.zone);
  return {
    callback: 'book.when',
    title,
    submit: 'Show free times',
    metadata: JSON.stringify({ clinicId: here.clinicId, ...(given.walkIn && { day }) } satisfies Carried),
    blocks: [
      input('service', 'What for', select('value', services, 'Choose')),
      ...(given.walkIn ? [] : [input('day', 'From which day', { type: 'datepicker', initial_date: day })]),
      input(
        'patient',
        full ? 'Reference of a visit, or telephone number' : 'Reference of an earlier visit',
        textInput({ most: 40, ...(given.patient && { initial: given.patient }) }),
      ),
      context(
        full
          ? 'Somebody new is entered in the console first.'
          : 'Names and numbers stay out of Slack here: somebody new is entered in the console.',
      ),
    ],
  };
}

/** Slack shows no more than a hundred in one list. */
const MOST_TIMES = 60;

export async function timesModal(
  house: House,
  here: Here,
  wanted: { serviceId: ServiceId; day: string; patientId: PatientId; visit?: DayVisit },
): Promise<Modal> {
  const { serviceId, day, patientId, visit } = wanted;
  const db = house.dataSource.manager;
  const times = await findAllTimes(
    db,
    {
      services: [serviceId],
      clinics: [here.clinicId],
      fromDay: day,
      patientId,
      staff: true,
      ...(visit && { providers: [visit.providerId] }),
    },
    MOST_TIMES,
  );
  if (times.length === 0) return sorry('Free times', 'Nothing is free from that day on.');
  const options = await timeOptions(house, here.desk.zone, times);
  return {
    callback: 'book.time',
    title: visit ? 'Move' : 'Book',
    submit: visit ? 'Move' : 'Book',
    metadata: JSON.stringify({
      clinicId: here.clinicId,
      serviceId,
      patientId,
      ...(visit && { visitId: visit.id }),
    } satisfies Carried),
    blocks: [input('time', 'Free now', select('value', options, 'Choose a time'))],
  };
}

export const dayModal = (visit: DayVisit, day: string): Modal => ({
  callback: 'move.when',
  title: `Move ${visit.reference}`,
  submit: 'Show free times',
  metadata: JSON.stringify({ clinicId: visit.clinicId, visitId: visit.id } satisfies Carried),
  blocks: [input('day', 'From which day', { type: 'datepicker', initial_date: day })],
});

export const cancelModal = (visit: DayVisit): Modal => ({
  callback: 'visit.cancel',
  title: `Cancel ${visit.reference}`,
  submit: 'Cancel the visit',
  metadata: JSON.stringify({ clinicId: visit.clinicId, visitId: visit.id } satisfies Carried),
  blocks: [section('The patient is told, and the time is offered to those who wait.')],
});

export async function blockModal(house: House, here: Here, what: 'provider' | 'clinic'): Promise<Modal> {
  const title = what === 'provider' ? 'Block time' : 'Close the clinic';
  const providers = what === 'provider' ? await providersOf(house, here) : [];
  if (what === 'provider' && providers.length === 0) return sorry(title, 'Nobody works here yet.');
  const day = await todayIn(house, here.desk.zone);
  return {
    callback: 'block.when',
    title,
    submit: 'Who is affected?',
    metadata: JSON.stringify({ clinicId: here.clinicId } satisfies Carried),
    blocks: [
      ...(what === 'provider' ? [input('provider', 'Whose time', select('value', providers, 'Choose'))] : []),
      input('day', 'Day', { type: 'datepicker', initial_date: day }),
      input('from', 'From', { type: 'timepicker', initial_time: '08:00' }),
      input('to', 'To', { type: 'timepicker', initial_time: '18:00' }),
      input('because', 'Why (for colleagues, nothing about patients)', textInput({ most: 80 }), true),
    ],
  };
}

export const blockPreview = (carries: Carried, affected: number, words: string): Modal => ({
  callback: 'block.sure',
  title: 'Are you sure?',
  submit: affected > 0 ? `Block, ${affected} affected` : 'Block',
  metadata: JSON.stringify(carries),
  blocks: [
    section(
      `*${literal(words)}*\n${affected === 0 ? 'No visit lies in it.' : `${affected} visits lie in it. Each patient is offered three other times in their language; they stay booked until they answer, and who does not becomes a case.`}`,
    ),
  ],
});

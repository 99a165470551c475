import type { ProviderId, VisitId } from '../../database/ids';
import { type RanLate, runLate } from '../../reminders/run-late';
import { affectedBy, type AffectedState } from '../../scheduling/affected';
import type { Actor } from '../../scheduling/types';
import { type Block, context, input, type Modal, section, select } from './blocks';
import { type Carried, providersOf } from './desk-windows';
import type { House } from './house';
import { sorry } from './modals';
import type { Here } from './where';

const MINUTES = [10, 15, 20, 30, 45, 60, 90, 120, 180];

export async function lateModal(house: House, here: Here): Promise<Modal> {
  const title = 'Running late';
  const providers = await providersOf(house, here);
  if (providers.length === 0) return sorry(title, 'Nobody works here yet.');
  const choices = MINUTES.map((minutes) => ({ label: `${minutes} minutes`, value: String(minutes) }));
  return {
    callback: 'late.say',
    title,
    submit: 'Tell those who wait',
    metadata: JSON.stringify({ clinicId: here.clinicId } satisfies Carried),
    blocks: [
      input('provider', 'Who', select('value', providers, 'Choose')),
      input('minutes', 'How late', select('value', [...choices, { label: 'In time again', value: '0' }], 'Choose')),
      context('Whom it touches today hears of it once, in their language, and can wait, move, or come by video.'),
    ],
  };
}

/** Says it, and gives back what the colleague should know: how many were told, and whom they must call. */
export async function sayLate(
  { dataSource }: House,
  providerId: ProviderId,
  minutes: number,
  by: Actor,
): Promise<string> {
  const { told, toCall }: RanLate = await runLate(dataSource.manager, { providerId, minutes, by });
  const calls = await referencesOf({ dataSource }, toCall.map(({ visitId }) => visitId)); // prettier-ignore
  if (told.length + toCall.length === 0) return 'Noted. There is nobody to whom this is news.';
  const words = `Noted. ${told.length} are told.`;
  return calls.length > 0 ? `${words} These cannot be written to, please call them: ${calls.join(', ')}.` : words;
}

const STATES: [AffectedState['state'], string][] = [
  ['moved', 'moved'],
  ['cancelled', 'given up'],
  ['kept', 'take place after all'],
  ['waiting', 'have not answered yet'],
  ['needs_call', 'must be called'],
];

/** What has become of those whose visit lay in time that was taken out of the calendar. */
export async function affectedOf(house: House, { clinicId, providers }: Here): Promise<Block[]> {
  const all = await affectedBy(house.dataSource.manager, { clinicId });
  const own = providers ? await ofProviders(house, all, providers) : all;
  if (own.length === 0) return [section('No visit lies in time that was blocked.')];
  const lines = STATES.flatMap(([state, words]) => {
    const count = own.filter((one) => one.state === state).length;
    return count > 0 ? [`*${count}*  ${words}`] : [];
  });
  const calls = await referencesOf(house, own.filter(({ state }) => state === 'needs_call').map(({ visitId }) => visitId)); // prettier-ignore
  return [section(lines.join('\n')), ...(calls.length > 0 ? [section(`To call: ${calls.join(', ')}`)] : [])];
}

async function ofProviders(
  { dataSource }: House,
  all: AffectedState[],
  providers: readonly ProviderId[],
): Promise<AffectedState[]> {
  const rows = await dataSource.query<{ id: VisitId }[]>(
    'select id from visit where id = any($1) and provider_id = any($2)',
    [all.map(({ visitId }) => visitId), providers],
  );
  const own = new Set(rows.map(({ id }) => id));
  return all.filter(({ visitId }) => own.has(visitId));
}

/** A visit by its reference: that says nothing of anybody, and is found with `find`. */
async function referencesOf({ dataSource }: Pick<House, 'dataSource'>, visits: VisitId[]): Promise<string[]> {
  const rows = await dataSource.query<{ reference: string }[]>(
    'select reference from visit where id = any($1) order by starts, id limit 50',
    [visits],
  );
  return rows.map(({ reference }) => `\`${reference}\``);
}

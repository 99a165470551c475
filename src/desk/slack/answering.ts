import { isCanned } from '../../conversation/canned';
import type { CaseId } from '../../database/ids';
import { answer } from '../answer';
import type { Case, CaseOutcome } from '../cases';
import type { Colleague } from '../colleagues';
import { deskSettings } from '../settings';
import { context, input, type Modal, select, textInput } from './blocks';
import { consoleUrlOf, type House } from './house';
import { CANNED } from './words';

/** Free words only where the clinic lets Slack show them: elsewhere they would be kept by Slack too. */
export async function answerModal(house: House, one: Case): Promise<Modal> {
  const { shows } = await deskSettings(house.dataSource.manager, one.clinicId);
  const canned = Object.entries(CANNED).map(([value, label]) => ({ value, label }));
  const words = input('words', 'In your own words', textInput({ multiline: true }), true);
  return {
    callback: 'answer',
    title: `Answer case ${one.id}`,
    submit: 'Send',
    metadata: String(one.id),
    blocks: [
      input('canned', 'In the language of the patient', select('value', canned, 'Choose an answer'), shows === 'full'),
      ...(shows === 'full' ? [words] : []),
      context(
        shows === 'full'
          ? 'Your own words are sent as you write them. From then on the assistant is silent.'
          : `To answer in your own words, <${consoleUrlOf(house, one.id)}|open the case in the console>.`,
      ),
    ],
  };
}

export interface Filled {
  words: string;
  canned: string;
}

/** One of the two, and not both: what would be sent must be plain to whoever presses "Send". */
export function wrongIn({ words, canned }: Filled): Record<string, string> | undefined {
  if (words.trim() && canned) return { words: 'Choose an answer or write one, not both.' };
  if (!words.trim() && !isCanned(canned)) return { canned: 'Choose an answer or write one.' };
  return undefined;
}

export async function sendAnswer(
  house: House,
  by: Colleague,
  { one, words, canned }: Filled & { one: Case },
  once: string,
): Promise<CaseOutcome | { kind: 'private' }> {
  const { shows } = await deskSettings(house.dataSource.manager, one.clinicId);
  if (words.trim() && shows !== 'full') return { kind: 'private' };
  const what = isCanned(canned) ? { canned } : { words };
  return answer(house.dataSource.manager, one.id, by.actor, what, { once });
}

/** Which case a thread belongs to; nothing when it is not one of ours. */
export async function caseOfThread(house: House, channel: string, ts: string): Promise<CaseId | undefined> {
  const [row] = await house.dataSource.query<{ id: CaseId }[]>(
    'select case_id as id from slack_post where channel = $1 and ts = $2 and case_id is not null',
    [channel, ts],
  );
  return row?.id;
}

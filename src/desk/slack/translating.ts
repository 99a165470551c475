import type { Case } from '../cases';
import type { Colleague } from '../colleagues';
import { noteRead } from '../day';
import { deskSettings } from '../settings';
import { translated } from '../translate';
import { type Block, context, type Modal, quoted } from './blocks';
import type { House } from './house';
import { sorry } from './modals';

const TITLE = 'Translation';

/** What was said, in the language of the desk, for the one who asked. The thread stays as it was written. */
export async function translationModal(house: House, one: Case, by: Colleague): Promise<Modal> {
  const db = house.dataSource.manager;
  const { shows } = await deskSettings(db, one.clinicId);
  if (!house.translator || shows !== 'full') return sorry(TITLE, 'In this clinic Slack shows no words of patients.');
  if (one.clinicId !== null) await noteRead(db, by.actor, one.clinicId, 'words_translated', [`case:${one.id}`]);
  const lines = await translated(db, house.translator, one);
  if (!lines) return sorry(TITLE, 'It could not be translated just now.');
  if (lines.length === 0) return sorry(TITLE, 'Nothing has been written yet.');
  const blocks = lines.flatMap(({ by: whose, words, translated: text }): Block[] => [
    context(whose === 'patient' ? 'The patient wrote:' : 'We wrote:'),
    quoted(`${words}\n\n→ ${text}`),
  ]);
  return {
    callback: 'waiting',
    title: TITLE,
    blocks: [
      ...blocks,
      context('Made by a language model, which was given neither names nor numbers. It may be wrong.'),
    ],
  };
}

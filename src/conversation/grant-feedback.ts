import type { Happened, Remembered } from '../../flows/vocabulary';
import { openCase } from '../desk/open-case';
import { sealedOrNull } from '../sealing/sealed';
import type { Speaker } from './speaker';

/** One rating for a visit; who answers again corrects it. */
export async function keepRating(
  { tx, contactId, clinicId }: Speaker,
  { visit, rating }: Remembered,
): Promise<Happened> {
  await tx.query(
    `insert into feedback (clinic_id, contact_id, visit_id, rating) values ($1, $2, $3, $4)
     on conflict (visit_id) where visit_id is not null do update set rating = excluded.rating, at = clock_now()`,
    [clinicId, contactId, visit?.id ?? null, rating ?? null],
  );
  return { type: 'wish.granted' };
}

export async function keepComment(
  { tx, contactId, clinicId }: Speaker,
  { visit, comment }: Remembered,
): Promise<Happened> {
  await tx.query(
    `insert into feedback (clinic_id, contact_id, visit_id, words) values ($1, $2, $3, $4)
     on conflict (visit_id) where visit_id is not null do update set words = excluded.words`,
    [clinicId, contactId, visit?.id ?? null, sealedOrNull(comment)],
  );
  return { type: 'wish.granted' };
}

export async function noteLateness(speaker: Speaker, { visit, minutesLate }: Remembered): Promise<Happened> {
  await openCase(speaker, 'running_late', { visitId: visit?.id, details: { minutes: minutesLate } });
  return { type: 'wish.granted' };
}

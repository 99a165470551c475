import type { Happened, Remembered } from '../../flows/vocabulary';
import type { VisitId } from '../database/ids';
import { notePatience as waits, switchToVideo as toVideo } from '../scheduling/delay';
import { actorOf, type Speaker, visitCard } from './speaker';

/** The clinic runs late, and they wait. */
export async function notePatience({ tx }: Speaker, { visit }: Remembered): Promise<Happened> {
  await waits(tx, idOf(visit));
  return { type: 'wish.granted' };
}

export async function switchToVideo(speaker: Speaker, { visit }: Remembered): Promise<Happened> {
  const id = idOf(visit);
  if (!(await toVideo(speaker.tx, id, actorOf(speaker)))) return { type: 'visit.changed_meanwhile' };
  return { type: 'visit.by_video', facts: { visit: await visitCard(speaker, id) } };
}

function idOf(visit: Remembered['visit']): VisitId {
  if (!visit) throw new Error('Somebody answered to a delay without a visit');
  return visit.id as VisitId;
}

import type { Case, CaseOutcome } from '../cases';
import type { Colleague } from '../colleagues';
import { declineRequest } from '../decide';
import { type Modal, section } from './blocks';
import type { House } from './house';

export const declineModal = async (_house: House, { id }: Case): Promise<Modal> => ({
  callback: 'decline',
  title: 'Decline the visit',
  submit: 'Decline',
  metadata: String(id),
  blocks: [section('The patient is told, and asked to look for another time. The time is free again at once.')],
});

export const submitDecline = ({ dataSource }: House, { id }: Case, { actor }: Colleague): Promise<CaseOutcome> =>
  declineRequest(dataSource.manager, id, actor);

import type { Guard } from '../mutate';
import type { Proof } from '../proof';
import { randomAnswers } from './random-answers';

/** The proofs of the conversation, in the order in which they are played. */
export const turnProofs: Proof[] = [{ name: 'answers', play: randomAnswers }];

export const turnGuards: Guard[] = [];

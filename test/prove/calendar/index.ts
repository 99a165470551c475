import type { Proof } from '../proof';
import { race } from './race';

/** The proofs of the calendar, in the order in which they are played. */
export const proofs: Proof[] = [{ name: 'race', play: race }];

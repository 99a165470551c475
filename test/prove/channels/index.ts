import type { Proof } from '../proof';
import { away } from './away';
import { deliveries } from './deliveries';
import { fuzz } from './fuzz';
import { slow } from './slow';

/** The proofs of the doors to the outside, in the order in which they are played. */
export const channelProofs: Proof[] = [
  { name: 'fuzz', play: fuzz },
  { name: 'slow', play: slow },
  { name: 'deliveries', play: deliveries },
  { name: 'away', play: away },
];

import type { Proof } from '../proof';
import { crashes } from './crashes';
import { redisFaults } from './redis-faults';
import { stops } from './stops';
import { waves } from './waves';
import { years } from './years';

/** The proofs of what leaves the house, in the order in which they are played. */
export const deliveryProofs: Proof[] = [
  { name: 'crashes', play: crashes },
  { name: 'stops', play: stops },
  { name: 'years', play: years },
  { name: 'redis', play: redisFaults },
  { name: 'waves', play: waves },
];

import type { Proof } from '../proof';
import { claims } from './claims';
import { doors } from './doors';
import { replies } from './replies';
import { weather } from './weather';

/** The proofs of the desk, in the order in which they are played. */
export const deskProofs: Proof[] = [
  { name: 'claims', play: claims },
  { name: 'replies', play: replies },
  { name: 'doors', play: doors },
  { name: 'weather', play: weather },
];

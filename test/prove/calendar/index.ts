import type { Proof } from '../proof';
import { approvals } from './approvals';
import { caps } from './caps';
import { holds } from './holds';
import { race } from './race';
import { swaps } from './swaps';
import { undo } from './undo';

/** The proofs of the calendar, in the order in which they are played. */
export const proofs: Proof[] = [
  { name: 'race', play: race },
  { name: 'holds', play: holds },
  { name: 'approvals', play: approvals },
  { name: 'swaps', play: swaps },
  { name: 'caps', play: caps },
  { name: 'undo', play: undo },
];

import type { Proof } from '../proof';
import { approvals } from './approvals';
import { caps } from './caps';
import { holds } from './holds';
import { keys } from './keys';
import { seats } from './seats';
import { series } from './series';
import { waiting } from './waiting';
import { leave } from './leave';
import { restart } from './restart';
import { race } from './race';
import { swaps } from './swaps';
import { undo } from './undo';
import { clocks } from './zones';

/** The proofs of the calendar, in the order in which they are played. */
export const proofs: Proof[] = [
  { name: 'race', play: race },
  { name: 'holds', play: holds },
  { name: 'approvals', play: approvals },
  { name: 'swaps', play: swaps },
  { name: 'caps', play: caps },
  { name: 'undo', play: undo },
  { name: 'keys', play: keys },
  { name: 'seats', play: seats },
  { name: 'series', play: series },
  { name: 'waiting', play: waiting },
  { name: 'leave', play: leave },
  { name: 'restart', play: restart },
  { name: 'zones', play: clocks },
];

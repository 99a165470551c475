import type { VisitStatus } from '../database/entities';
import { plusDays } from '../scheduling/wall-clock';
import type { Chance } from './chance';

const DAY = 24 * 60 * 60_000;

const LETTERS = 'ACDEFGHJKMNPQRTWXY34679';

/** References as people get them, none twice. */
export function references(chance: Chance): () => string {
  const used = new Set<string>();
  return () => {
    for (;;) {
      const reference = Array.from({ length: 4 }, () => chance.oneOf([...LETTERS])).join('');
      if (!used.has(reference) && used.add(reference)) return reference;
    }
  };
}

interface Planned {
  day: string;
  starts: number;
  today: string;
  needsApproval: boolean;
}

interface Fate {
  status: VisitStatus;
  version: number;
  created_at: string;
  changed_at: string;
}

/** What became of a visit, and when it was booked: always before today, because nothing here has a clock. */
export function fateOf(chance: Chance, planned: Planned): Fate {
  const status = statusOf(chance, planned);
  const morning = Date.parse(planned.today);
  const booked = Math.min(planned.starts, morning) - Math.ceil((0.1 + chance.upTo(200) / 10) * DAY);
  const settled = status === 'booked' || status === 'requested' ? booked : Math.min(planned.starts, morning);
  return {
    status,
    version: settled === booked ? 1 : 2,
    created_at: new Date(booked).toISOString(),
    changed_at: new Date(settled).toISOString(),
  };
}

function statusOf(chance: Chance, { day, today, needsApproval }: Planned): VisitStatus {
  if (day >= today) return needsApproval && chance.is(0.4) ? 'requested' : chance.is(0.04) ? 'cancelled' : 'booked';
  const rolled = chance.upTo(100);
  if (rolled < 10) return 'missed';
  if (rolled < 18) return 'cancelled';
  // They came a few days ago, and nobody has ticked them off yet.
  return day >= plusDays(today, -3) && rolled < 30 ? 'arrived' : 'done';
}

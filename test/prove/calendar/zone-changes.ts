/** Zones and their changes as Intl knows them, worked out without the code under test. */
export interface Change {
  zone: string;
  at: number;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

function format(zone: string): Intl.DateTimeFormat {
  const known =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  formats.set(zone, known);
  return known;
}

/** In minutes. No zone changes but on a quarter of an hour, so one look for each is enough. */
export function offsetOf(instant: number, zone: string): number {
  const quarter = Math.floor(instant / (15 * MINUTE));
  const ofZone = offsets.get(zone) ?? new Map<number, number>();
  offsets.set(zone, ofZone);
  const known = ofZone.get(quarter) ?? look(quarter * 15 * MINUTE, zone);
  ofZone.set(quarter, known);
  return known;
}

function look(instant: number, zone: string): number {
  const parts = new Map(
    format(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return (wall - instant) / MINUTE;
}

/** Every change of the clocks in every zone that Intl names. */
export function changesWithin(from: number, to: number): Change[] {
  return Intl.supportedValuesOf('timeZone').flatMap((zone) => changesOf(zone, from, to));
}

function changesOf(zone: string, from: number, to: number): Change[] {
  const changes: Change[] = [];
  let last = look(from, zone);
  for (let at = from; at < to; at += 12 * HOUR) {
    const [old, next] = [last, look(at + 12 * HOUR, zone)];
    last = next;
    if (old === next) continue;
    let [before, after] = [at, at + 12 * HOUR];
    while (after - before > MINUTE) {
      const middle = Math.floor((before + after) / 2 / MINUTE) * MINUTE;
      if (look(middle, zone) === old) before = middle;
      else after = middle;
    }
    changes.push({ zone, at: after });
  }
  return changes;
}

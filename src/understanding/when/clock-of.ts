import { clockOfDigits, clockOfHour, fromDawn } from './hours';
import { type Clock, isA, type Reading } from './piece';
import { type Scene } from './rules';

/** The time that a number, a word or an earlier reading stands for. */
export function asClock(reading: Reading | undefined, scene: Scene): Clock | undefined {
  if (!reading) return undefined;
  if (reading.kind === 'hour') return spoken(reading, scene);
  if (reading.kind === 'hhmm') return clockOfDigits(reading);
  return reading.clock;
}

/** "saa tatu": where hours count from dawn, the spoken ones do; "15:00" in digits is the clock on the wall. */
function spoken(hour: Reading, { language, pieces, at, end }: Scene): Clock {
  const plain = clockOfHour(hour);
  const marked = isA(pieces[at], 'hourIntro') || pieces.slice(at, end).some((piece) => isA(piece, 'hourMark'));
  const counted = language.clockFromDawn && !plain.sure && (marked || !hour.digits);
  return counted ? { ...fromDawn(plain), others: [plain] } : plain;
}

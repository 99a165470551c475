import { type Language } from './language';
import { type Piece } from './piece';
import { apply, type Layer, layer, type Scene } from './rules';
import { clockRangeRules, clockRules, openClockRules } from './rules-for-clocks';
import { dayOfRules, dayRules, spanRules } from './rules-for-days';
import { aheadRules, lengthRules } from './rules-for-lengths';
import { monthDayRules, monthNumberRules } from './rules-for-month-days';
import { partRules } from './rules-for-parts';
import { dayRangeRules, lastRules, monthRule, openDayRules, weekdayRule } from './rules-for-ranges';

const shared = {
  lengths: layer(lengthRules),
  ahead: layer(aheadRules),
  spans: layer(spanRules),
  monthNumbers: layer(monthNumberRules),
  monthDays: layer(monthDayRules),
  parts: layer(partRules),
  clockRanges: layer(clockRangeRules),
  openClocks: layer(openClockRules),
  days: layer(dayRules),
  daysOf: layer(dayOfRules),
  weekdays: layer([weekdayRule]),
  months: layer([monthRule]),
  dayRanges: layer(dayRangeRules),
  openDays: layer(openDayRules),
  last: layer(lastRules),
};

const clockLayers = new WeakMap<Language, Layer>();
function clocksOf(language: Language): Layer {
  let found = clockLayers.get(language);
  if (!found) clockLayers.set(language, (found = layer(clockRules(language.clocks))));
  return found;
}

/**
 * Reads the pieces in place, the most telling forms first. What comes earlier takes its words away from what comes
 * later: "in 3 days" is no 3rd, "13 to 15 July" no hours. Two layers run twice, as their results join again
 * ("half past 3" + "pm").
 */
export function understand(scene: Omit<Scene, 'at' | 'end'>): Piece[] {
  const clocks = clocksOf(scene.language);
  const order = [
    shared.lengths, shared.lengths, shared.ahead, shared.spans, shared.monthDays, shared.parts, clocks, clocks, shared.clockRanges, shared.clockRanges,
    shared.openClocks, shared.openClocks, shared.days, shared.daysOf, shared.daysOf, shared.weekdays, shared.months, shared.daysOf,
    shared.dayRanges, shared.openDays,
    shared.last,
  ]; // prettier-ignore
  for (const rules of order) apply(rules, scene);
  return scene.pieces;
}

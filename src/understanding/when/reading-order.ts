import { type Language } from './language';
import { type Piece } from './piece';
import { applyAll } from './apply-rules';
import { type Layer, layer, type Scene } from './rules';
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

const orders = new WeakMap<Language, Layer[]>();

/**
 * The most telling forms first: what comes earlier takes its words away from what comes later. "in 3 days" is no 3rd,
 * "13 to 15 July" no hours. Some layers come twice, as their results join again ("half past 3" and "pm").
 */
function orderFor(language: Language): Layer[] {
  const clocks = layer(clockRules(language.clocks));
  return [
    shared.monthNumbers, shared.lengths, shared.lengths, shared.ahead, shared.spans, shared.monthDays, shared.parts, clocks, clocks, shared.clockRanges, shared.clockRanges,
    shared.openClocks, shared.openClocks, shared.days, shared.daysOf, shared.daysOf, shared.weekdays, shared.months, shared.daysOf,
    shared.dayRanges, shared.openDays,
    shared.last,
  ]; // prettier-ignore
}

/** Reads the pieces in place. */
export function understand(scene: Scene): Piece[] {
  let order = orders.get(scene.language);
  if (!order) orders.set(scene.language, (order = orderFor(scene.language)));
  applyAll(order, scene);
  return scene.pieces;
}

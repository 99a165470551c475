import fs from 'node:fs';
import path from 'node:path';
import type { Refusal } from '../../src/scheduling/types';

// A member that is missing here does not compile, and one that has no words does not pass.
const EVERY: Record<Refusal, true> = {
  impossible_time: true,
  no_such_provider: true,
  no_such_service: true,
  not_offered_here: true,
  clinic_closed_down: true,
  in_the_past: true,
  too_soon: true,
  too_far_ahead: true,
  clinic_closed: true,
  on_leave: true,
  not_working: true,
  wrong_mode: true,
  off_the_grid: true,
  does_not_fit: true,
  taken: true,
  no_room: true,
  day_full: true,
  session_full: true,
  patient_elsewhere: true,
  key_used: true,
  no_such_visit: true,
  changed_meanwhile: true,
  not_in_this_state: true,
  hold_over: true,
  too_late_to_change: true,
};

const locales = path.resolve(__dirname, '../../locales');
const LANGUAGES = ['en', 'es', 'fr', 'pt', 'sw', 'ar', 'hi'];
const wordsOf = (language: string): Record<string, string> =>
  JSON.parse(fs.readFileSync(path.join(locales, language, 'refusals.json'), 'utf8'));

describe.each(LANGUAGES)('in %s', (language) => {
  const words = wordsOf(language);

  test('every refusal has words, and no words are left over', () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(EVERY).sort());
  });

  test('they are short, end like sentences, shout at nobody and ask nobody to type a carrier’s word', () => {
    for (const [refusal, said] of Object.entries(words)) {
      expect(`${refusal}: ${said}`).toMatch(/[.?؟।]$/);
      expect(said).not.toMatch(/!|\b(CANCEL|STOP|END|QUIT)\b|\{\{/);
      expect(said.length).toBeLessThanOrEqual(130);
    }
  });

  test('no two refusals sound the same', () => {
    expect(new Set(Object.values(words)).size).toBe(Object.keys(EVERY).length);
  });
});

import { type About, understand, type Understood } from '../../src/understanding/understand';

/** Monday 1 June 2026, eight o'clock: the day on which every test happens. */
export const said = (text: string, language = 'en', more: Partial<About> = {}): Understood =>
  understand(text, { language, reference: '2026-06-01T08:00:00', timeZone: 'Africa/Nairobi', ...more });

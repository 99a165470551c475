/** A phone on the page: one number, and every way in which it can reach the clinic. */
export interface Phone {
  readonly id: string;
  readonly owner: string;
  readonly number: string;
  language: string;
  readonly threads: Record<Wire, Line[]>;
  /** The screen of the feature phone, while somebody is in a call to the service code. */
  ussd?: { sessionId: string; text: string; screen: string; ends: boolean };
  /** Under this name the browser of this phone is known to the chat page. */
  readonly token: string;
}

export const wires = ['sms', 'whatsapp', 'ussd', 'web'] as const;
export type Wire = (typeof wires)[number];

export interface Line {
  /** Written on this phone. */
  mine: boolean;
  text: string;
  /** What can be tapped under it: the label, and what the button carries. */
  taps?: { label: string; carries: string; list?: true }[];
  /** What an SMS is paid as. */
  segments?: number;
}

/** People of the demo network, and where somebody new with this language would live. */
export const PEOPLE: Record<string, { number: string; language: string }> = {
  Ann: { number: '+15550100001', language: 'en' },
  Bob: { number: '+15550100002', language: 'sw' },
  Cat: { number: '+15550100003', language: 'pt' },
  Dan: { number: '+15550100004', language: 'es' },
};

const COUNTRY: Record<string, string> = { pt: '+35191555', es: '+121255501' };
const ELSEWHERE = '+25471155';

/** A number that the clinic has never seen, in the country of one of the clinics. */
export function newNumber(language: string, count: number): string {
  const begins = COUNTRY[language] ?? ELSEWHERE;
  const length = begins.startsWith('+1') ? 12 : 13;
  return begins + String(count).padStart(length - begins.length, '0');
}

/** How the person is called by each provider. */
export const addressOn: Record<Exclude<Wire, 'web'>, (number: string) => string> = {
  sms: (number) => number,
  ussd: (number) => number,
  whatsapp: (number) => number.slice(1),
};

/** A thread is a screen and no archive. */
const LINES_KEPT = 60;

export function addLine(phone: Phone, wire: Wire, line: Line): void {
  const thread = phone.threads[wire];
  thread.push(line);
  thread.splice(0, thread.length - LINES_KEPT);
}

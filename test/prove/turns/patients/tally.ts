import type { Finding } from '../../proof';
import type { Life, Story } from './story';
import { LANGUAGES } from './words';

const WHAT_THEY_SAW = [
  'a message was answered with silence',
  'after STOP came a ',
  'a visit was shown before the birth date',
  'the visit of somebody else was shown',
  'round in circles',
  'the same words twice in a row',
];

/** What all towns together came to. */
export class Tally {
  private readonly lives: Life[] = [];
  private readonly invariants: Record<string, number> = Object.fromEntries(WHAT_THEY_SAW.map((name) => [name, 0]));
  private readonly examples: string[] = [];

  add(seed: number, { lives, breaches }: Story, looks: Record<string, number>): void {
    this.lives.push(...lives);
    for (const [name, against] of Object.entries(looks)) this.count(name, against);
    for (const breach of breaches) this.count(WHAT_THEY_SAW.find((name) => breach.startsWith(name)) ?? breach, 1);
    this.examples.push(...breaches.map((breach) => `town ${seed}: ${breach}`));
  }

  private count(name: string, against: number): void {
    this.invariants[name] = (this.invariants[name] ?? 0) + against;
  }

  finding(minutes: number): Finding {
    const wrote = this.lives.reduce((sum, { wrote }) => sum + wrote, 0);
    const counts: Record<string, number | string> = {
      conversations: this.lives.length,
      'conversations a minute': Math.round(this.lives.length / minutes),
      messages: wrote,
      'messages a minute': Math.round(wrote / minutes),
      'put their telephone away in the middle (STOP)': this.lives.filter(({ stoppedAt }) => stoppedAt !== undefined)
        .length,
    };
    for (const language of LANGUAGES) counts[`in ${language}`] = this.inLanguage(language);
    for (const goal of new Set(this.lives.map(({ resident }) => resident.goal)))
      counts[`to ${goal}`] = rate(this.lives.filter(({ resident }) => resident.goal === goal));
    for (const example of this.examples.slice(0, 5)) process.stdout.write(`${example}\n`);
    if (process.env.UNDONE) this.showUndone(Number(process.env.UNDONE));
    return { counts, invariants: nameless(this.invariants) };
  }

  private inLanguage(language: string): string {
    const those = this.lives.filter(({ resident }) => resident.language === language);
    const booked = those.filter(({ achieved, resident }) => achieved && resident.goal === 'book');
    const of = (known: boolean): string => average(booked.filter(({ resident }) => resident.known === known));
    return `${rate(those)}; messages for a booking: ${of(false)} (new), ${of(true)} (known)`;
  }

  private showUndone(most: number): void {
    for (const { resident, lines } of this.lives
      .filter((life) => !life.achieved && life.stoppedAt === undefined && !life.tooLate)
      .slice(0, most)) {
      process.stdout.write(
        `--- ${resident.nr} ${resident.goal} ${resident.language} ${resident.known ? 'known' : 'new'}\n`,
      );
      for (const { who, text } of lines)
        process.stdout.write(`${who === 'patient' ? '  >' : '   '} ${text.replaceAll('\n', ' ')}\n`);
    }
  }
}

const nameless = (invariants: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(invariants).map(([name, against]) => [WORDED[name] ?? name, against]));

const WORDED: Record<string, string> = {
  'a message was answered with silence': 'every message is answered',
  'after STOP came a ': 'nothing unasked after STOP',
  'a visit was shown before the birth date': 'nothing private before identity',
  'the visit of somebody else was shown': 'nobody sees the visit of another',
  'round in circles': 'nobody is led in circles',
  'the same words twice in a row': 'no question comes twice in the same words',
};

function rate(lives: Life[]): string {
  const stayed = lives.filter(({ stoppedAt, tooLate }) => stoppedAt === undefined && !tooLate);
  const done = stayed.filter(({ achieved }) => achieved).length;
  return `${done} of ${stayed.length} done (${stayed.length ? Math.round((done / stayed.length) * 100) : 0} %)`;
}

const average = (lives: Life[]): string =>
  lives.length === 0 ? '-' : (lives.reduce((sum, { useful }) => sum + useful, 0) / lives.length).toFixed(1);

/* eslint-disable no-console -- a command that tells what it wrote */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { learn } from './learner';
import { encode } from './linear-model';
import { localesFolder } from './language';
import { type PhraseBank } from './phrase-bank';

// Few phrases leave few traits: a smaller table tells them apart as well and is quicker to read.
const bitsFor = (bank: PhraseBank): number => (Object.values(bank.phrases).flat().length > 500 ? 15 : 13);

/** Learns `locales/<lang>/intents.table` anew from `intents.json`, for every language or the ones named. */
export function learnTables(codes: readonly string[]): void {
  for (const code of codes) {
    const written = readFileSync(join(localesFolder, code, 'intents.json'));
    const bank = JSON.parse(written.toString()) as PhraseBank;
    const model = learn(bank, bitsFor(bank));
    const file = encode(model, sourceOf(written));
    writeFileSync(join(localesFolder, code, 'intents.table'), file);
    console.log(`${code}: ${model.labels.length} intents, ${Math.round(file.length / 1024)} kB`);
  }
}

/** A table tells by this which phrases it was learned from. */
export const sourceOf = (written: Buffer): string => createHash('sha256').update(written).digest('hex').slice(0, 16);

export const learnable = (): string[] =>
  readdirSync(localesFolder).filter((code) => existsSync(join(localesFolder, code, 'intents.json')));

if (require.main === module) learnTables(process.argv.length > 2 ? process.argv.slice(2) : learnable());

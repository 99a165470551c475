import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';

const HIDDEN = '[secret]';

/** A value that must be asked for: printed, logged, put into JSON or into a sentence, it shows nothing. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

/** The key of a machine that nobody gave one: made once, kept beside the data that it locks. */
export function keptSecretKey(dataDir: string): Secret {
  const file = path.join(dataDir, 'secret-key');
  fs.mkdirSync(dataDir, { recursive: true });
  if (!fs.existsSync(file)) writeNewKey(file);
  return new Secret(fs.readFileSync(file, 'utf8').trim());
}

function writeNewKey(file: string): void {
  // Linked into place: a process that starts at the same moment reads a whole key, and both read the same one.
  const unfinished = `${file}.${process.pid}`;
  fs.writeFileSync(unfinished, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  try {
    fs.linkSync(unfinished, file);
  } catch {
    // Either another process was quicker, or this file system has no links.
    if (!fs.existsSync(file)) fs.renameSync(unfinished, file);
  } finally {
    fs.rmSync(unfinished, { force: true });
  }
}

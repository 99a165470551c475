import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Debian's; nothing is downloaded. */
const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];
export const chromiumPath = PATHS.find((path) => existsSync(path));

/** Tests that look at pages, or a plain word that they were skipped and how to have them. */
export const describeInBrowser: jest.Describe = chromiumPath
  ? describe
  : (Object.assign(
      (name: string, tests: () => void) => describe.skip(`${name} (skipped: apt-get install chromium)`, tests),
      describe,
    ) as jest.Describe);

// A browser at rest looks things up on the net; ours has nobody to ask.
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath!, args: QUIET });

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Debian's; nothing is downloaded. */
const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];
export const chromiumPath = PATHS.find((path) => existsSync(path));

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

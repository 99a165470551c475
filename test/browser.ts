import { chromiumPath } from './open-browser';

export { openBrowser } from './open-browser';

/** Tests that look at pages, or a plain word that they were skipped and how to have them. */
export const describeInBrowser: jest.Describe = chromiumPath
  ? describe
  : (Object.assign(
      (name: string, tests: () => void) => describe.skip(`${name} (skipped: apt-get install chromium)`, tests),
      describe,
    ) as jest.Describe);

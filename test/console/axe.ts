import fs from 'node:fs';
import type { Page } from 'playwright-core';

const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What stands in the way of people who do not see or do not use a mouse, as far as a machine can tell. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe); // by the tester's own door: the page's policy would not load it
  const faults = await page.evaluate<{ id: string; impact: string; nodes: { html: string }[] }[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then((found) => found.violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 2).map(({ html }) => ({ html: html.slice(0, 160) })) })))`,
  );
  return faults.filter(({ impact }) => /serious|critical/.test(impact)).map((one) => JSON.stringify(one));
}

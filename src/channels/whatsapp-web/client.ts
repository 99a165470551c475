import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { WebClient } from './linked-phone';

const NAME = 'clinic';

/**
 * A client of whatsapp-web.js, which drives a Chromium of its own. What it keeps under `folder` opens the clinic's WhatsApp to
 * whoever has it. Loaded only here: without WHATSAPP_WEB no browser and nothing of it is ever touched.
 */
export async function webClient(folder: string, browser: string): Promise<WebClient> {
  const { Client, LocalAuth } = whole(await import('whatsapp-web.js'));
  await removeLocks(path.join(folder, `session-${NAME}`));
  const client = new Client({
    authStrategy: new LocalAuth({ clientId: NAME, dataPath: folder }),
    puppeteer: {
      executablePath: browser,
      headless: true,
      args: ['--no-sandbox', '--disable-setuid-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    },
    webVersionCache: { type: 'none' },
    qrMaxRetries: 5,
    authTimeoutMs: 60_000,
    takeoverOnConflict: false,
  });
  // The cast stands where their types end: events are listed one by one there.
  return client as unknown as WebClient;
}

/** It gathers its exports in a way that Node cannot see in advance: imported, some are found only in the whole of it. */
const whole = <Module extends object>(module: Module): Module =>
  'default' in module ? (module.default as Module) : module;

/** A browser that was killed leaves these behind, and the next one takes the profile for in use. */
async function removeLocks(profile: string): Promise<void> {
  const names = await readdir(profile).catch(() => []);
  await Promise.all(
    names.filter((name) => name.startsWith('Singleton')).map((name) => rm(path.join(profile, name), { force: true })),
  );
}

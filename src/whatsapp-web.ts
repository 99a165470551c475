import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { renderUnicodeCompact } from 'uqr';
import { webClient } from './channels/whatsapp-web/client';
import type { PhoneState } from './channels/whatsapp-web/linked-phone';
import type { News } from './channels/whatsapp-web/news';
import { signing } from './channels/whatsapp-web/signed';
import { systemClock } from './clock';
import { readConfig, readEnvironment } from './config';
import { explain } from './explain';
import { openSpool } from './inbox/spool';
import { holdPhone } from './linked-phone/hold-phone';
import { stopOnSignals } from './stop-on-signals';

const WARNING = `WhatsApp does not allow programs on a linked phone. It may block the number at any time, without a word:
use one that the clinic can do without. It answers who has written, and writes to nobody first.
`;

/** Links a phone like WhatsApp Web and stays at it, in a process of its own: npm run whatsapp-web. */
async function main(): Promise<void> {
  const config = readConfig(readEnvironment());
  if (!config.whatsappWeb) throw new Error('Set WHATSAPP_WEB=yes first, here and for the hub.');
  const folder = path.join(config.dataDir, 'whatsapp-web');
  const secretKey = config.secretKey.reveal();
  process.stdout.write(WARNING);
  const held = await holdPhone({
    makeClient: () => webClient(path.join(folder, 'session'), config.whatsappWeb!.browser),
    port: config.whatsappWeb.port,
    hubUrl: `http://127.0.0.1:${config.port}`,
    signing: signing(secretKey, () => systemClock.now()),
    spool: await openSpool<News>(path.join(folder, 'spool'), secretKey),
    changed: show,
    onMistake: complain,
    pause,
    random: Math.random,
  });
  stopOnSignals(held.stop);
  // Its pages are loaded anew whenever WhatsApp likes, and what breaks then reaches nobody else. It is noticed, and goes on.
  process.on('unhandledRejection', complain);
}

const complain = (error: unknown): void => void process.stderr.write(`${explain(error)}\n`);

function show(state: PhoneState): void {
  if (state.is === 'to be linked')
    process.stdout.write(
      `\nOn the clinic's phone: WhatsApp, Settings, Linked devices, Link a device. Scan this:\n\n${renderUnicodeCompact(state.qr)}\n`,
    );
  else process.stdout.write(`${WORDS[state.is]}${'because' in state ? ` (${state.because})` : ''}\n`);
}

const WORDS: Record<Exclude<PhoneState['is'], 'to be linked'>, string> = {
  starting: 'Starting the browser …',
  connected: 'Linked. Messages come in and go out by this phone.',
  away: 'WhatsApp has ended the connection; it is tried again.',
  'logged out': 'The phone has logged us out. Start this command again to link it anew.',
};

main().catch((error: unknown) => {
  complain(error);
  process.exitCode = 1;
});

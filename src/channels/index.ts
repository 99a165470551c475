import type { Clock } from '../clock';
import type { Config } from '../config';
import { sms as smsByAfricasTalking } from './africas-talking/sms';
import { ussd } from './africas-talking/ussd';
import { botFramework } from './bot-framework/bot-framework';
import type { Channel } from './channel';
import { directLine } from './direct-line/direct-line';
import { email } from './email/email';
import { twilioClient } from './twilio/api';
import { sms } from './twilio/sms';
import { whatsapp } from './twilio/whatsapp';
import { pageTexts } from './web-page/page-texts';
import { webPage } from './web-page/web-page';
import { signing } from './whatsapp-web/signed';
import { whatsappWeb } from './whatsapp-web/whatsapp-web';
import { whatsappCloud } from './whatsapp-cloud/whatsapp-cloud';

/** The channels that are switched on. A new one is a folder, a test, and a line here. */
export function channelsOf(config: Config, clock: Clock): Channel[] {
  const { twilio, meta, africasTalking, microsoft, smtp, publicUrl, production } = config;
  return [
    ...(twilio ? byTwilio(twilio, publicUrl) : []),
    ...(meta ? [whatsappCloud(meta)] : []),
    ...(config.whatsappWeb ? [byLinkedPhone(config.whatsappWeb.port, config, clock)] : []),
    // An answer to a text goes out by the road on which the text came in, so only one of the two speaks for SMS.
    ...(africasTalking && !twilio?.smsFrom ? [smsByAfricasTalking(africasTalking)] : []),
    ...(africasTalking ? [ussd(africasTalking)] : []),
    // Without an account nobody is checked, so it is for those at this machine, and for none where real patients are.
    ...(microsoft || !production ? [botFramework(microsoft)] : []),
    directLine({ secretKey: config.secretKey, secret: config.directLineSecret, now: () => clock.now() }),
    webPage(pageTexts),
    ...(smtp ? [email({ url: smtp.url, from: mailFrom(config) })] : []),
  ];
}

/** The address that mails come from. */
export function mailFrom({ smtp, publicUrl }: Pick<Config, 'smtp' | 'publicUrl'>): string {
  const user = smtp ? decodeURIComponent(new URL(smtp.url.reveal()).username) : '';
  return smtp?.from ?? (user.includes('@') ? user : `no-reply@${new URL(publicUrl).hostname}`);
}

const byLinkedPhone = (port: number, { secretKey }: Config, clock: Clock): Channel =>
  whatsappWeb({
    phoneUrl: `http://127.0.0.1:${port}`,
    signing: signing(secretKey.reveal(), () => clock.now()),
  });

function byTwilio(settings: NonNullable<Config['twilio']>, publicUrl: string): Channel[] {
  const { smsFrom, whatsappFrom, authToken } = settings;
  const about = { twilio: twilioClient(settings), authToken: authToken.reveal(), publicUrl };
  return [
    ...(smsFrom ? [sms({ ...about, ours: smsFrom })] : []),
    ...(whatsappFrom ? [whatsapp({ ...about, ours: whatsappFrom })] : []),
  ];
}

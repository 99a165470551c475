import type { Config } from '../config';
import type { Channel } from './channel';
import { twilioClient } from './twilio/api';
import { sms } from './twilio/sms';
import { pageTexts } from './web-page/page-texts';
import { webPage } from './web-page/web-page';
import { whatsappCloud } from './whatsapp-cloud/whatsapp-cloud';

/** The channels that are switched on. A new one is a folder, a test, and a line here. */
export function channelsOf({ twilio, meta }: Config): Channel[] {
  return [
    ...(twilio?.smsFrom ? [sms(twilioClient(twilio), twilio.smsFrom, twilio.authToken.reveal())] : []),
    ...(meta ? [whatsappCloud(meta)] : []),
    webPage(pageTexts),
  ];
}

import type { Config } from '../config';
import type { Channel } from './channel';
import { twilioClient } from './twilio/api';
import { sms } from './twilio/sms';

/** The channels that are switched on. A new one is a folder, a test, and a line here. */
export function channelsOf({ twilio }: Config): Channel[] {
  return [...(twilio?.smsFrom ? [sms(twilioClient(twilio), twilio.smsFrom, twilio.authToken.reveal())] : [])];
}

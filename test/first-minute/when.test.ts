import { readConfig } from '../../src/config';
import { refuseMovedClock } from '../../src/database/moved-clock';
import { mayPretend } from '../../src/first-minute';
import { freshDatabase } from '../database';

const read = (environment: Record<string, string>) => readConfig({ SECRET_KEY: 'k'.repeat(32), ...environment });

test('a machine without keys may pretend', () => expect(mayPretend(read({}))).toBe(true));

test.each([
  ['production', { NODE_ENV: 'production', EMBEDDED_DATABASE: 'yes', PUBLIC_URL: 'https://clinic.example' }],
  ['Twilio', { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 't', TWILIO_SMS_FROM: '+15550100002' }],
  ['Slack', { SLACK_BOT_TOKEN: 'x', SLACK_SIGNING_SECRET: 'y', SLACK_CHANNEL: 'C1' }],
  ['a language model', { OPENAI_API_KEY: 'x', OPENAI_MODEL: 'm' }],
  ['email', { SMTP_URL: 'smtp://localhost' }],
  ['a WhatsApp of one’s own', { WHATSAPP_WEB: 'yes' }],
])('with %s nothing is pretended', (_what, environment) =>
  expect(mayPretend(read(environment as Record<string, string>))).toBe(false),
);

test('a database whose clock a demonstration has moved is refused to a clinic', async () => {
  const database = await freshDatabase();
  await refuseMovedClock(database.url);
  await database.dataSource.query(`update clock set shift = interval '1 day'`);
  await expect(refuseMovedClock(database.url)).rejects.toThrow(/moved by a demonstration/);
  await database.drop();
});

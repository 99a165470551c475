import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { hide, longSecret, secret, secretAddress, text, webAddress, yesNo } from './config-values';
import { keptSecretKey } from './secret';

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const modes = ['production', 'development', 'test'] as const;

const portWords = 'must be a port number';
const tokensWords = 'must be a whole number, 0 or more';

/** Everything Miadi can be told from outside. `.env.example` describes each in words. */
export const schema = z.object({
  NODE_ENV: z.enum(modes, `must be one of ${modes.join(', ')}`).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number(portWords).int(portWords).min(0, portWords).max(65_535, portWords).default(3000),
  PUBLIC_URL: webAddress.transform((address) => address.replace(/\/+$/, '')).optional(),
  TRUSTED_PROXIES: text,
  LOG_LEVEL: z.enum(levels, `must be one of ${levels.join(', ')}`).optional(),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: secretAddress('postgres', 'postgresql'),
  EMBEDDED_DATABASE: yesNo,
  REDIS_URL: secretAddress('redis', 'rediss'),
  SECRET_KEY: longSecret.transform(hide).optional(),
  SECRET_KEY_BEFORE: longSecret.transform(hide).optional(),
  TWILIO_ACCOUNT_SID: text,
  TWILIO_AUTH_TOKEN: secret,
  TWILIO_SMS_FROM: text,
  TWILIO_WHATSAPP_FROM: text,
  TWILIO_API_URL: webAddress.default('https://api.twilio.com'),
  META_ACCESS_TOKEN: secret,
  META_APP_SECRET: secret,
  META_VERIFY_TOKEN: secret,
  META_PHONE_NUMBER_ID: text,
  META_API_URL: webAddress.default('https://graph.facebook.com'),
  AT_USERNAME: text,
  AT_API_KEY: secret,
  AT_WEBHOOK_SECRET: secret,
  AT_SMS_FROM: text,
  AT_API_URL: webAddress.default('https://api.africastalking.com'),
  WHATSAPP_WEB: yesNo,
  WHATSAPP_WEB_PORT: z.coerce.number(portWords).int(portWords).min(0, portWords).max(65_535, portWords).default(3001),
  WHATSAPP_WEB_BROWSER: z.string().default('/usr/bin/chromium'),
  MICROSOFT_APP_ID: text,
  MICROSOFT_APP_PASSWORD: secret,
  MICROSOFT_TENANT_ID: text,
  MICROSOFT_LOGIN_URL: webAddress.optional(),
  DIRECT_LINE_SECRET: longSecret.transform(hide).optional(),
  SLACK_BOT_TOKEN: secret,
  SLACK_SIGNING_SECRET: secret,
  SLACK_CHANNEL: text,
  SLACK_APP_TOKEN: secret,
  SLACK_API_URL: webAddress.default('https://slack.com/api/'),
  OPENAI_API_KEY: secret,
  OPENAI_MODEL: text,
  OPENAI_BASE_URL: webAddress.default('https://api.openai.com/v1'),
  OPENAI_TOKENS_PER_DAY: z.coerce.number(tokensWords).int(tokensWords).min(0, tokensWords).default(20_000),
  OPENAI_ONLY_LISTENS: yesNo,
  STRIPE_SECRET_KEY: secret,
  STRIPE_WEBHOOK_SECRET: secret,
  STRIPE_API_URL: webAddress.default('https://api.stripe.com'),
  SMTP_URL: secretAddress('smtp', 'smtps'),
  MAIL_FROM: z.email('must be an email address').optional(),
  WEBHOOKS_PRIVATE: yesNo,
});

type Settings = z.output<typeof schema>;
export type Variable = keyof Settings;
export type Environment = Readonly<Record<string, string | undefined>>;

interface Group {
  readonly title: string;
  readonly needs: readonly Variable[];
  readonly oneOf?: readonly Variable[];
  readonly may: readonly Variable[];
}

/** Variables that only make sense together: with none of them set the part is off, with some the start is refused. */
export const groups = {
  twilio: {
    title: 'Twilio (SMS, WhatsApp)',
    needs: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
    oneOf: ['TWILIO_SMS_FROM', 'TWILIO_WHATSAPP_FROM'],
    may: ['TWILIO_API_URL'],
  },
  meta: {
    title: 'Meta (WhatsApp Cloud API)',
    needs: ['META_ACCESS_TOKEN', 'META_APP_SECRET', 'META_VERIFY_TOKEN', 'META_PHONE_NUMBER_ID'],
    may: ['META_API_URL'],
  },
  africasTalking: {
    title: "Africa's Talking (SMS, USSD)",
    needs: ['AT_USERNAME', 'AT_API_KEY', 'AT_WEBHOOK_SECRET'],
    may: ['AT_SMS_FROM', 'AT_API_URL'],
  },
  microsoft: {
    title: 'Microsoft (Bot Framework)',
    needs: ['MICROSOFT_APP_ID', 'MICROSOFT_APP_PASSWORD'],
    may: ['MICROSOFT_TENANT_ID', 'MICROSOFT_LOGIN_URL'],
  },
  slack: {
    title: 'Slack (the desk)',
    needs: ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_CHANNEL'],
    may: ['SLACK_APP_TOKEN', 'SLACK_API_URL'],
  },
  openai: {
    title: 'OpenAI (understanding)',
    needs: ['OPENAI_API_KEY', 'OPENAI_MODEL'],
    may: ['OPENAI_BASE_URL', 'OPENAI_TOKENS_PER_DAY', 'OPENAI_ONLY_LISTENS'],
  },
  stripe: {
    title: 'Stripe (deposits)',
    needs: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
    may: ['STRIPE_API_URL'],
  },
  smtp: { title: 'Email', needs: ['SMTP_URL'], may: ['MAIL_FROM'] },
} as const satisfies Record<string, Group>;

export type Config = ReturnType<typeof toConfig>;

export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(`Miadi cannot start with these settings:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/** The process's own environment, over what `.env` says. Nobody else reads either. */
export function readEnvironment(): Environment {
  const file = path.resolve('.env');
  if (fs.existsSync(file)) process.loadEnvFile(file);
  return process.env;
}

export function readConfig(environment: Environment): Config {
  const given = withoutEmpty(environment);
  const { data, error } = schema.safeParse(given);
  const problems = [
    ...halfFilled(given),
    ...wrongValues(error),
    ...missingInProduction(given),
    ...contradictions(given),
  ];
  // The schema's own error is no cause: ours is the one whose every word we know.
  if (!data || problems.length > 0) throw new ConfigError(problems);
  return toConfig(data);
}

export interface GroupState {
  readonly title: string;
  readonly state: 'on' | 'off' | 'half-filled';
  readonly given: readonly string[];
  readonly missing: readonly string[];
}

export function stateOf(group: Group, environment: Environment): GroupState {
  const given = withoutEmpty(environment);
  const isGiven = (variable: string) => given[variable] !== undefined;
  const present = [...group.needs, ...(group.oneOf ?? []), ...group.may].filter(isGiven);
  const missing: string[] = group.needs.filter((variable) => !isGiven(variable));
  if (group.oneOf && !group.oneOf.some(isGiven)) missing.push(group.oneOf.join(' or '));
  const state = present.length === 0 ? 'off' : missing.length === 0 ? 'on' : 'half-filled';
  return { title: group.title, state, given: present, missing };
}

/** `NAME=` in a file means: not set. */
function withoutEmpty(environment: Environment): Environment {
  const entries = Object.entries(environment).map(([name, value]) => [name, value?.trim()] as const);
  return Object.fromEntries(entries.filter(([, value]) => value));
}

function halfFilled(given: Environment): string[] {
  return Object.values(groups)
    .map((group) => stateOf(group, given))
    .filter(({ state }) => state === 'half-filled')
    .map(
      ({ title, given: present, missing }) =>
        `${title} is half-filled: ${inWords(missing)} missing. Set what is missing, or remove ${present.join(', ')} to switch it off.`,
    );
}

const inWords = (missing: readonly string[]): string => `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'}`;

const wrongValues = (error: z.ZodError | undefined): string[] =>
  (error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}.`);

function missingInProduction(given: Environment): string[] {
  if (given.NODE_ENV !== 'production') return [];
  const problems: string[] = [];
  if (!given.DATABASE_URL && given.EMBEDDED_DATABASE !== 'yes') {
    problems.push('DATABASE_URL is missing. If this machine alone is to hold the data, say so: EMBEDDED_DATABASE=yes.');
  }
  if (!given.SECRET_KEY)
    problems.push('SECRET_KEY is missing. `openssl rand -base64 32` makes one; keep a copy of it.');
  if (!given.PUBLIC_URL)
    problems.push('PUBLIC_URL is missing: the https address at which patients and providers reach us.');
  return problems;
}

function contradictions(given: Environment): string[] {
  const problems: string[] = [];
  if (given.DATABASE_URL && given.EMBEDDED_DATABASE === 'yes')
    problems.push('DATABASE_URL and EMBEDDED_DATABASE=yes contradict each other: choose one.');
  // A patient on WhatsApp is one contact, and an answer goes out by the road on which the question came in.
  if (given.TWILIO_WHATSAPP_FROM && given.META_PHONE_NUMBER_ID)
    problems.push(
      'WhatsApp comes through Twilio or straight from Meta: remove TWILIO_WHATSAPP_FROM or all META_ settings.',
    );
  if (given.WHATSAPP_WEB === 'yes' && (given.TWILIO_WHATSAPP_FROM || given.META_PHONE_NUMBER_ID))
    problems.push(
      'WhatsApp comes by a linked phone or by a business account: remove WHATSAPP_WEB or the settings of the account.',
    );
  if (given.TWILIO_SMS_FROM && given.AT_SMS_FROM)
    problems.push("SMS come through Twilio or through Africa's Talking: remove TWILIO_SMS_FROM or AT_SMS_FROM.");
  return problems;
}

function toConfig(settings: Settings) {
  const production = settings.NODE_ENV === 'production';
  return {
    production,
    host: settings.HOST,
    port: settings.PORT,
    publicUrl: settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`,
    trustedProxies: settings.TRUSTED_PROXIES,
    // On a developer's machine the terminal belongs to what main.ts says.
    logLevel: settings.LOG_LEVEL ?? (production ? 'info' : 'warn'),
    dataDir: path.resolve(settings.DATA_DIR),
    databaseUrl: settings.DATABASE_URL,
    redisUrl: settings.REDIS_URL,
    secretKey: settings.SECRET_KEY ?? keptSecretKey(settings.DATA_DIR),
    secretKeyBefore: settings.SECRET_KEY_BEFORE,
    whatsappWeb:
      settings.WHATSAPP_WEB === 'yes'
        ? { port: settings.WHATSAPP_WEB_PORT, browser: settings.WHATSAPP_WEB_BROWSER }
        : undefined,
    privateWebhooks: settings.WEBHOOKS_PRIVATE === 'yes',
    directLineSecret: settings.DIRECT_LINE_SECRET,
    ...providers(settings),
  };
}

function providers(s: Settings) {
  return {
    twilio: complete(
      { accountSid: s.TWILIO_ACCOUNT_SID, authToken: s.TWILIO_AUTH_TOKEN, apiUrl: s.TWILIO_API_URL },
      { smsFrom: s.TWILIO_SMS_FROM, whatsappFrom: s.TWILIO_WHATSAPP_FROM },
    ),
    meta: complete({
      accessToken: s.META_ACCESS_TOKEN,
      appSecret: s.META_APP_SECRET,
      verifyToken: s.META_VERIFY_TOKEN,
      phoneNumberId: s.META_PHONE_NUMBER_ID,
      apiUrl: s.META_API_URL,
    }),
    africasTalking: complete(
      { username: s.AT_USERNAME, apiKey: s.AT_API_KEY, webhookSecret: s.AT_WEBHOOK_SECRET, apiUrl: s.AT_API_URL },
      { smsFrom: s.AT_SMS_FROM },
    ),
    microsoft: complete(
      { appId: s.MICROSOFT_APP_ID, appPassword: s.MICROSOFT_APP_PASSWORD },
      { tenantId: s.MICROSOFT_TENANT_ID, loginUrl: s.MICROSOFT_LOGIN_URL },
    ),
    slack: complete(
      {
        botToken: s.SLACK_BOT_TOKEN,
        signingSecret: s.SLACK_SIGNING_SECRET,
        channel: s.SLACK_CHANNEL,
        apiUrl: s.SLACK_API_URL,
      },
      { appToken: s.SLACK_APP_TOKEN },
    ),
    openai: complete({
      apiKey: s.OPENAI_API_KEY,
      model: s.OPENAI_MODEL,
      baseUrl: s.OPENAI_BASE_URL,
      tokensPerDay: s.OPENAI_TOKENS_PER_DAY,
      onlyListens: s.OPENAI_ONLY_LISTENS === 'yes',
    }),
    stripe: complete({
      secretKey: s.STRIPE_SECRET_KEY,
      webhookSecret: s.STRIPE_WEBHOOK_SECRET,
      apiUrl: s.STRIPE_API_URL,
    }),
    smtp: complete({ url: s.SMTP_URL }, { from: s.MAIL_FROM }),
  };
}

type Complete<Needed> = { [Name in keyof Needed]: NonNullable<Needed[Name]> };

function complete<Needed extends object, Extra extends object>(needed: Needed, extra?: Extra) {
  const isWhole = Object.values(needed).every((value) => value !== undefined);
  return isWhole ? ({ ...needed, ...extra } as Complete<Needed> & Extra) : undefined;
}

import { type Import, importsOf, rings, sourceFiles } from './source';

interface Layer {
  /** Packages, and folders or files of ours, that may be used beside the layer itself. */
  readonly may: readonly string[];
  readonly types?: readonly string[];
}

const FILES = ['node:fs', 'node:path', 'node:crypto'];
const EVERYBODY = ['src/clock.ts', 'src/secret.ts', 'src/sealing'];

/** Who may import whom. What is deeper knows nothing of what is nearer the world. Folders that are not named are free. */
export const layers: Record<string, Layer> = {
  flows: { may: ['xstate'], types: ['src/scheduling'] },
  'src/clock.ts': { may: [] },
  'src/sealing': { may: ['node:crypto'] },
  'src/database': {
    may: ['typeorm', 'reflect-metadata', 'pg', 'node:child_process', 'node:events', 'node:os', 'node:timers', ...FILES],
  },
  'src/scheduling': { may: ['typeorm', 'luxon', 'transliteration', 'node:crypto', 'src/database'], types: ['pg'] },
  'src/understanding': {
    may: ['openai', 'luxon', 'transliteration', 'zod', 'node:readline', 'node:events', ...FILES],
    types: ['flows/vocabulary.ts'],
  },
  'src/channels/*': {
    may: [
      'src/channels/channel.ts',
      'src/channels/delivery.ts',
      'src/channels/tap.ts',
      'src/hub/errors.ts',
      'fastify',
      'node:crypto',
    ],
  },
  'src/conversation': {
    may: [
      'flows',
      'xstate',
      'typeorm',
      'luxon',
      'i18next',
      ...FILES,
      'src/scheduling',
      'src/outbox',
      'src/database',
      'src/directory',
      'src/understanding',
      'src/desk/open-case.ts', // a conversation opens cases; what becomes of them it does not know
    ],
    types: ['src/channels/channel.ts'],
  },
  // They speak the providers' side of the wire, and know nothing of ours.
  'src/stand-ins': { may: ['fastify', '@fastify', 'twilio', 'node:crypto'] },
  'src/accounts': {
    may: [
      'typeorm',
      'jose',
      'otpauth',
      'libphonenumber-js',
      'node:crypto',
      'node:util',
      'src/database',
      'src/audit',
      'src/outbox',
      'src/sealing',
    ],
    types: ['src/scheduling'],
  },
  'src/patients': { may: ['typeorm', 'src/database', 'src/scheduling'] },
  'src/webhooks': {
    may: [
      'typeorm',
      'standardwebhooks',
      'ipaddr.js',
      'node:crypto',
      'node:dns',
      'node:http',
      'node:https',
      'node:net',
      'src/database',
      'src/outbox',
      'src/channels/channel.ts',
      'src/channels/delivery.ts',
    ],
  },
  'src/feeds': {
    may: [
      'typeorm',
      'ical-generator',
      'fastify',
      '@fastify/rate-limit',
      'src/database',
      'src/accounts/keys.ts',
      'src/hub/errors.ts',
    ],
  },
  'src/import': {
    may: ['typeorm', 'zod', 'csv-parse', 'libphonenumber-js', 'src/database', 'src/scheduling', 'src/directory'],
  },
  'src/audit': { may: ['typeorm', 'node:crypto', 'src/database'] },
  'src/reports': {
    may: ['typeorm', 'csv-stringify', 'src/database', 'src/scheduling/find-times.ts'],
    types: ['src/scheduling'],
  },
  'src/hub': { may: ['fastify', '@fastify', 'prom-client', 'node:crypto', 'node:perf_hooks'] },
};

/** The SDK that each channel is there to hide. */
export const ownSdk: Record<string, readonly string[]> = {
  twilio: ['twilio', '@fastify/formbody'],
  'africas-talking': [
    '@fastify/formbody',
    'transliteration',
    'node:fs',
    'node:path',
    'node:timers',
    'src/outbox/as-shown.ts',
    'src/outbox/segments.ts',
  ],
  'whatsapp-web': ['whatsapp-web.js', 'node:fs', 'node:path'],
  'direct-line': ['jose', '@fastify/websocket', 'node:events'],
  'web-page': ['@fastify/formbody', 'node:events', 'node:fs', 'node:path'],
  'bot-framework': ['botbuilder'],
  email: ['nodemailer'],
};

/** Wired from above, and imported by nobody else. */
const FROM_ABOVE: Record<string, readonly string[]> = {
  'src/main.ts': [],
  'src/app.ts': ['src/main.ts', 'src/chat.ts', 'src/prove', 'src/bench'],
  'src/hub/server.ts': ['src/app.ts'],
  'src/jobs': ['src/app.ts', 'src/messaging.ts'],
  // Nothing that a clinic runs on may lean on what only pretends.
  'src/stand-ins': ['src/first-minute'],
  'src/first-minute': ['src/main.ts'],
};

/** Packages that one folder hides from all the others. */
const HIDDEN: Record<string, string> = {
  bull: 'src/jobs',
  '@slack/bolt': 'src/desk/slack',
  openai: 'src/understanding',
};

export function faults(top: string): string[] {
  const imports = sourceFiles(top, ['src', 'flows', 'migrations']).flatMap((file) => importsOf(top, file));
  return [
    ...imports.flatMap((one) => [...againstLayer(one), ...fromBelow(one), ...hidden(one)]),
    ...rings(imports).map((ring) => `a circle: ${ring.join(' → ')}`),
  ];
}

function againstLayer(one: Import): string[] {
  const name = Object.keys(layers).find((layer) => isIn(one.from, layer));
  const layer = name === undefined ? undefined : layers[name];
  if (!name || !layer || isIn(one.to, folderOf(one.from, name))) return [];
  const may = [...EVERYBODY, ...layer.may, ...sdkOf(one.from), ...(one.typesOnly ? (layer.types ?? []) : [])];
  return may.some((allowed) => isIn(one.to, allowed)) ? [] : [`${one.from} may not import ${one.to}`];
}

function fromBelow(one: Import): string[] {
  const target = Object.keys(FROM_ABOVE).find((above) => isIn(one.to, above));
  if (!target) return [];
  const allowed = FROM_ABOVE[target] ?? [];
  return allowed.some((above) => isIn(one.from, above)) || isIn(one.from, target)
    ? []
    : [`${one.from} imports ${one.to} from below`];
}

function hidden(one: Import): string[] {
  const home = HIDDEN[one.to];
  return home && !isIn(one.from, home) ? [`${one.from} imports ${one.to}, which only ${home} knows`] : [];
}

function isIn(file: string, place: string): boolean {
  if (place.endsWith('/*')) return file.startsWith(place.slice(0, -1)) && file.split('/').length > 3;
  return file === place || file.startsWith(`${place}/`);
}

/** `src/channels/*` stands for each of its folders: a channel never imports another. */
function folderOf(file: string, layer: string): string {
  return layer.endsWith('/*') ? file.split('/').slice(0, 3).join('/') : layer;
}

function sdkOf(file: string): readonly string[] {
  const channel = /^src\/channels\/([^/]+)\//.exec(file)?.[1];
  return (channel && ownSdk[channel]) || [];
}

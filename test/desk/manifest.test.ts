import fs from 'node:fs';
import path from 'node:path';
import { COMMAND, MAKE_CASE, manifest, SCOPES, SHORTCUT_COMMANDS } from '../../src/desk/slack/manifest';

/** What Slack wants for each method, on the page of each: https://docs.slack.dev/reference/methods */
const NEEDS: Record<string, string[]> = {
  'auth.test': [],
  'apps.connections.open': [], // with a token of its own kind
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'users.info': ['users:read', 'users:read.email'], // the address only with the second
  'views.open': [],
  'views.update': [],
  'views.publish': [],
};
/** And for each event: https://docs.slack.dev/reference/events */
const EVENTS: Record<string, string[]> = {
  app_home_opened: [],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
};

const folder = path.resolve(__dirname, '../../src/desk/slack');
const source = fs
  .readdirSync(folder)
  .map((file) => fs.readFileSync(path.join(folder, file), 'utf8'))
  .join('\n');

const found = (pattern: RegExp): string[] => [...new Set([...source.matchAll(pattern)].map(([, name = '']) => name))];
const methodsUsed = found(
  /\b(?:client|client\([^)]*\))\s*\.((?:auth|apps|chat|conversations|users|views)\.[\w.]+?)\(/g,
);

interface Manifest {
  features: { slash_commands: { command: string }[]; shortcuts: { callback_id: string; type: string }[] };
  oauth_config: { scopes: { bot: string[] } };
  settings: {
    event_subscriptions: { bot_events: string[]; request_url?: string };
    interactivity: { request_url?: string };
    socket_mode_enabled: boolean;
  };
}
const made = (socket: boolean): Manifest => manifest({ publicUrl: 'https://miadi.example', socket }) as Manifest;

test('the code calls what we think it calls', () => {
  expect(methodsUsed).toEqual(expect.arrayContaining(['chat.postMessage', 'users.info', 'views.publish', 'auth.test']));
  expect(methodsUsed.filter((method) => !NEEDS[method])).toEqual([]);
});

test('each method and each event has its scopes, and no scope is asked for in vain', () => {
  const needed = [
    ...methodsUsed.flatMap((method) => NEEDS[method] ?? []),
    ...made(false).settings.event_subscriptions.bot_events.flatMap((event) => EVENTS[event] ?? ['unknown event']),
    ...(source.includes('bolt.command(') ? ['commands'] : []),
  ];
  expect([...new Set(needed)].sort()).toEqual(made(false).oauth_config.scopes.bot);
  expect(made(false).oauth_config.scopes.bot).toEqual(Object.keys(SCOPES).sort());
});

test('we are told of every event that we listen for, and of no other', () => {
  const listened = [
    ...found(/bolt\.event\('([\w.]+)'/g),
    ...(source.includes('bolt.message(') ? ['message.channels', 'message.groups'] : []),
  ];
  expect(made(false).settings.event_subscriptions.bot_events.sort()).toEqual(listened.sort());
});

test('each shortcut and the command lead somewhere', () => {
  const { shortcuts, slash_commands: commands } = made(false).features;
  expect(commands.map(({ command }) => command)).toEqual([COMMAND]);
  expect(shortcuts.map(({ callback_id: id }) => id).sort()).toEqual(
    [...Object.keys(SHORTCUT_COMMANDS), MAKE_CASE].sort(),
  );
});

test('without a public address nothing in it has one', () => {
  expect(JSON.stringify(made(true))).not.toContain('https://');
  expect(made(true).settings.socket_mode_enabled).toBe(true);
  expect(made(false).settings.event_subscriptions.request_url).toBe('https://miadi.example/slack/events');
  expect(made(false).settings.interactivity.request_url).toBe('https://miadi.example/slack/events');
});

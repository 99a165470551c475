/** What we ask of a workspace: each scope with what it is for. */
export const SCOPES = {
  'chat:write': 'post cases and answer in their threads',
  'channels:history': 'read replies in the threads of cases, and find a message whose posting had no answer',
  'groups:history': 'the same in a private channel',
  'users:read': 'know whether somebody is a guest',
  'users:read.email': 'know who of the clinic somebody is',
  commands: 'the command /miadi and the shortcuts',
} as const;

export const COMMAND = '/miadi';

/** Shortcuts that do the same as a command. */
export const SHORTCUT_COMMANDS: Record<string, string> = {
  shortcut_today: 'today',
  shortcut_book: 'book',
  shortcut_walkin: 'walkin',
  shortcut_block: 'block',
  shortcut_late: 'late',
};

export const MAKE_CASE = 'make_case';

const SHORTCUTS = [
  {
    name: 'Visits of today',
    type: 'global',
    callback_id: 'shortcut_today',
    description: 'By provider, with a menu for each',
  },
  {
    name: 'Book for somebody',
    type: 'global',
    callback_id: 'shortcut_book',
    description: 'From the times that are free now',
  },
  { name: 'Walk-in', type: 'global', callback_id: 'shortcut_walkin', description: 'The first free times of today' },
  { name: 'Block time', type: 'global', callback_id: 'shortcut_block', description: 'First see who is affected' },
  { name: 'Running late', type: 'global', callback_id: 'shortcut_late', description: 'Those who wait are told' },
  {
    name: 'Make a case',
    type: 'message',
    callback_id: MAKE_CASE,
    description: 'So that somebody sees to this message',
  },
];

/** The app as Slack wants it described. https://docs.slack.dev/reference/app-manifest */
export function manifest({ publicUrl, socket }: { publicUrl: string; socket: boolean }): object {
  const url = `${publicUrl}/slack/events`;
  const reachable = socket ? {} : { request_url: url };
  return {
    display_information: { name: 'Miadi', description: 'The desk of a clinic', background_color: '#1f6f5c' },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'Miadi', always_online: true },
      slash_commands: [
        {
          command: COMMAND,
          ...(!socket && { url }),
          description: 'The day, patients, visits, closing times',
          usage_hint: 'help',
          should_escape: true,
        },
      ],
      shortcuts: SHORTCUTS,
    },
    oauth_config: { scopes: { bot: Object.keys(SCOPES).sort() } },
    settings: {
      event_subscriptions: { ...reachable, bot_events: ['app_home_opened', 'message.channels', 'message.groups'] },
      interactivity: { is_enabled: true, ...reachable },
      org_deploy_enabled: false,
      socket_mode_enabled: socket,
      token_rotation_enabled: false,
    },
  };
}

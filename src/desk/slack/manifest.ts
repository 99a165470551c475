/** What we ask of a workspace: each scope with what it is for. `doctor` looks whether they are there. */
export const SCOPES = {
  'chat:write': 'post cases and answer in their threads',
  'channels:history': 'read replies in the threads of cases, and find a message whose posting had no answer',
  'groups:history': 'the same in a private channel',
  'users:read': 'know whether somebody is a guest',
  'users:read.email': 'know who of the clinic somebody is',
  commands: 'the command /miadi and the shortcuts',
} as const;

export const COMMAND = '/miadi';

export const SHORTCUTS: { name: string; type: 'global' | 'message'; callback_id: string; description: string }[] = [];

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
      ...(SHORTCUTS.length > 0 && { shortcuts: SHORTCUTS }),
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

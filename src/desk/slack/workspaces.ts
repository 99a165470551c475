import { LogLevel, webApi } from '@slack/bolt';
import type { Secret } from '../../secret';

/** Slack gives no more than this to an answer, so neither do we. */
const TIMEOUT_MS = 8_000;

export const clientOptions = (apiUrl: string): webApi.WebClientOptions => ({
  slackApiUrl: apiUrl,
  logLevel: LogLevel.ERROR, // below that it prints what it sends
  timeout: TIMEOUT_MS,
  // Whether something is sent again is for the rows in the database to say, and not for a library that forgets.
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
});

/** Several tokens may stand in one setting, for clinics that have a workspace of their own. */
export const valuesIn = (setting: Secret): string[] =>
  setting
    .reveal()
    .split(/[\s,]+/)
    .filter(Boolean);

export interface Workspaces {
  clientFor(team: string | null): Promise<webApi.WebClient>;
  tokenFor(team: string | null | undefined): Promise<string>;
}

/** The workspaces we are installed in. Which token belongs to which is asked once, and only if there are several. */
export function workspaces(tokens: string[], apiUrl: string): Workspaces {
  const clients = new Map<string, webApi.WebClient>();
  const teams = new Map<string, string>();
  const client = (token: string): webApi.WebClient => {
    const known = clients.get(token) ?? new webApi.WebClient(token, clientOptions(apiUrl));
    clients.set(token, known);
    return known;
  };
  const tokenFor = async (team: string | null | undefined): Promise<string> => {
    const [first = ''] = tokens;
    if (!team || tokens.length === 1) return first;
    for (const token of tokens) {
      if (![...teams.values()].includes(token)) {
        const { team_id: id } = await client(token).auth.test();
        if (id) teams.set(id, token);
      }
      if (teams.has(team)) break;
    }
    const token = teams.get(team);
    if (!token) throw new Error(`We are not installed in the workspace ${team}`);
    return token;
  };
  return { tokenFor, clientFor: async (team) => client(await tokenFor(team)) };
}

import { ConfigError, type Config, type Environment, groups, readConfig, readEnvironment, stateOf } from './config';
import { wrongInSlack } from './desk/desk';
import { database, disk, hub, node, redis } from './doctor/machine';
import { type Finding, reach } from './doctor/finding';
import { linkedPhone } from './doctor/linked-phone';
import { explain } from './explain';

async function main(): Promise<void> {
  const environment = readEnvironment();
  const findings = await examine(environment);
  process.stdout.write(`${findings.map(inWords).join('\n')}\n`);
  const wrong = findings.filter(({ state }) => state === 'WRONG').length;
  process.stdout.write(wrong === 0 ? '\nNothing is wrong.\n' : `\n${wrong} to put right: see WRONG above.\n`);
  process.exitCode = wrong === 0 ? 0 : 1;
}

async function examine(environment: Environment): Promise<Finding[]> {
  const config = read(environment);
  if (config instanceof ConfigError) return [node(), ...wrongSettings(config), ...parts(environment)];
  return [
    node(),
    ...(await Promise.all([disk(config), database(config), redis(config), hub(config)])),
    ...(await Promise.all(parts(environment).map((part) => withReach(part, config)))),
    ...listening(config),
    whatsappWeb(config),
    ...(await linkedPhone(config)),
    ...publicAddress(config),
  ];
}

function read(environment: Environment): Config | ConfigError {
  try {
    return readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

/** Half-filled groups are told by `parts`, with everything else about them. */
function wrongSettings({ problems }: ConfigError): Finding[] {
  const others = problems.filter((problem) => !problem.includes('half-filled'));
  return others.map((problem) => ({ state: 'WRONG', what: 'settings', words: problem }));
}

type Name = keyof typeof groups;
type Part = Finding & { readonly name: Name };

function parts(environment: Environment): Part[] {
  return (Object.keys(groups) as Name[]).map((name) => {
    const { title: what, state, missing, given } = stateOf(groups[name], environment);
    if (state === 'on') return { name, what, state };
    if (state === 'off') return { name, what, state, words: `to switch it on, set ${missing.join(', ')}` };
    const words = `half-filled: set ${missing.join(', ')}, or remove ${given.join(', ')}`;
    return { name, what, state: 'WRONG', words };
  });
}

const addressOf: Record<Name, (config: Config) => string | undefined> = {
  twilio: ({ twilio }) => twilio?.apiUrl,
  meta: ({ meta }) => meta?.apiUrl,
  africasTalking: ({ africasTalking }) => africasTalking?.apiUrl,
  microsoft: ({ microsoft }) => microsoft && 'https://login.microsoftonline.com',
  slack: ({ slack }) => slack?.apiUrl,
  openai: ({ openai }) => openai?.baseUrl,
  stripe: ({ stripe }) => stripe?.apiUrl,
  smtp: ({ smtp }) => smtp?.url.reveal(),
};

async function withReach(part: Part, config: Config): Promise<Finding> {
  const address = addressOf[part.name](config);
  if (!address) return part;
  const { host, failure } = await reach(address);
  if (!failure) return part.name === 'slack' ? inSlack(part, host, config) : { ...part, words: `${host} answers` };
  return {
    ...part,
    state: 'WRONG',
    words: `${host} cannot be reached from here (${failure}): check the network and the address`,
  };
}

/** That somebody answers is not enough: the app must have been installed as this version of the code needs it. */
async function inSlack(part: Part, host: string, { slack }: Config): Promise<Finding> {
  const wrong = slack ? await wrongInSlack(slack) : [];
  if (wrong.length > 0) return { ...part, state: 'WRONG', words: wrong.join('\n') };
  return { ...part, words: `${host} answers, and the app has what it needs` };
}

function whatsappWeb(config: Config): Finding {
  const what = 'WhatsApp Web (unofficial)';
  if (!config.whatsappWeb)
    return { state: 'off', what, words: 'for a clinic without a business account: WHATSAPP_WEB=yes' };
  return { state: 'note', what, words: 'on: WhatsApp may block a number that is used this way' };
}

function listening({ openai }: Config): Finding[] {
  const words =
    'OPENAI_ONLY_LISTENS=yes: nothing comes of what the model hears; docs/understanding.md says how to read it';
  return openai?.onlyListens ? [{ state: 'note', what: 'OpenAI (understanding)', words }] : [];
}

function publicAddress(config: Config): Finding[] {
  const called = [config.twilio, config.meta, config.africasTalking, config.microsoft, config.slack, config.stripe];
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(new URL(config.publicUrl).hostname);
  if (!isLocal || called.every((part) => part === undefined)) return [];
  return [{ state: 'note', what: 'PUBLIC_URL', words: `providers out there cannot call ${config.publicUrl}` }];
}

function inWords({ state, what, words }: Finding): string {
  return `${state.padEnd(6)} ${what.padEnd(29)} ${(words ?? '').replaceAll('\n', `\n${' '.repeat(37)}`)}`.trimEnd();
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});

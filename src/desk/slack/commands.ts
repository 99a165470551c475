import type { App, webApi } from '@slack/bolt';
import type { Action } from '../../accounts/policy';
import { openCases } from '../cases';
import { type Colleague, clinicsFor } from '../colleagues';
import { noteRead, patientsByPhone, visitByReference, visitsOfDay } from '../day';
import { type Block, context, literal, section } from './blocks';
import { blockModal, bookModal } from './desk-windows';
import { dayBlocks, patientBlocks, visitBlock } from './day-blocks';
import { known, UNKNOWN, whisper } from './deeds';
import type { House } from './house';
import { COMMAND, MAKE_CASE, SHORTCUT_COMMANDS } from './manifest';
import { openCase } from '../open-case';
import { openModal } from './modals';
import { whoIsIt } from './people';
import { affectedOf, lateModal } from './running-late';
import { type Here, whereIs } from './where';
import { KINDS } from './words';
import { settingsModal } from './settings-window';
import { waitingOf } from './waiting';

/** Somebody has typed a command. */
export interface Typed {
  house: House;
  client: webApi.WebClient;
  by: Colleague;
  here: Here;
  rest: string;
  triggerId: string;
}

type Answer = Block[] | undefined;

interface Command {
  may: Action;
  help: string;
  /** Blocks that only this person sees; nothing when a window was opened instead. */
  does(typed: Typed): Promise<Answer>;
}

const DAYS: Record<string, number> = { '': 0, today: 0, tomorrow: 1 };

const today: Command = {
  may: 'visits.read',
  help: '`today`, `tomorrow`: the visits by provider, with a menu for each',
  async does({ house, by, here, rest }) {
    const visits = await visitsOfDay(house.dataSource.manager, here.clinicId, DAYS[rest] ?? 0, here.providers);
    await noteRead(house.dataSource.manager, by.actor, here.clinicId, 'day_read', [`clinic:${here.clinicId}`]);
    return dayBlocks(visits, here.desk, `${house.publicUrl}/console`);
  },
};

const COMMANDS: Record<string, Command> = {
  today,
  tomorrow: { ...today, does: (typed) => today.does({ ...typed, rest: 'tomorrow' }) },
  find: {
    may: 'visits.read',
    help: '`find K7QM`: a visit by its reference; where Slack may show words, also by telephone number',
    does: find,
  },
  book: {
    may: 'patients.write',
    help: '`book`: for somebody on the telephone, from the times that are free',
    does: ({ house, client, here, triggerId, rest }) =>
      opened(openModal(client, triggerId, 'Book', () => bookModal(house, here, { patient: rest }))),
  },
  walkin: {
    may: 'patients.write',
    help: '`walkin`: somebody stands at the counter; the first times of today',
    does: ({ house, client, here, triggerId }) =>
      opened(openModal(client, triggerId, 'Walk-in', () => bookModal(house, here, { walkIn: true }))),
  },
  late: {
    may: 'hours.write',
    help: '`late`: a provider runs late today, or is in time again; those who wait are told',
    does: ({ house, client, here, triggerId }) =>
      opened(openModal(client, triggerId, 'Running late', () => lateModal(house, here))),
  },
  affected: {
    may: 'hours.read',
    help: '`affected`: what has become of visits in time that was blocked, and who must be called',
    does: ({ house, here }) => affectedOf(house, here),
  },
  block: {
    may: 'hours.write',
    help: '`block`: takes time of a provider out of the calendar; first you see how many visits lie in it',
    does: ({ house, client, here, triggerId }) =>
      opened(openModal(client, triggerId, 'Block time', () => blockModal(house, here, 'provider'))),
  },
  close: {
    may: 'closures.write',
    help: '`close`: the same for the whole clinic',
    does: ({ house, client, here, triggerId }) =>
      opened(openModal(client, triggerId, 'Close the clinic', () => blockModal(house, here, 'clinic'))),
  },
  waiting: {
    may: 'waiting.read',
    help: '`waiting`: how many wait, and for what',
    does: ({ house, here }) => waitingOf(house, here),
  },
  cases: { may: 'cases.read', help: '`cases`: what is open, most pressing first', does: cases },
  settings: {
    may: 'clinics.write',
    help: '`settings`: hours of the desk, who is called when, the summary, and what Slack may show; for administrators',
    does: ({ house, client, here, triggerId }) =>
      opened(openModal(client, triggerId, 'The desk', () => settingsModal(house, here))),
  },
  help: { may: 'self', help: '`help`: this', does: async () => helpBlocks() },
};

const opened = async (opening: Promise<void>): Promise<undefined> => {
  await opening;
  return undefined;
};

async function find({ house, by, here, rest }: Typed): Promise<Answer> {
  const db = house.dataSource.manager;
  const visit = await visitByReference(db, here.clinicId, rest);
  if (visit && (!here.providers || here.providers.includes(visit.providerId))) {
    await noteRead(db, by.actor, here.clinicId, 'visit_read', [`visit:${visit.id}`]);
    return [visitBlock(visit, here.desk)];
  }
  if (here.desk.shows !== 'full' || here.providers)
    return [
      section(`No visit has that reference. Search by name or number in <${house.publicUrl}/console|the console>.`),
    ];
  const patients = await patientsByPhone(db, here.clinicId, rest);
  await noteRead(
    db,
    by.actor,
    here.clinicId,
    'patient_read',
    patients.map(({ id }) => `patient:${id}`),
  );
  return patients.length > 0 ? patientBlocks(patients, here.desk) : [section('Nobody was found.')];
}

async function cases({ house, by }: Typed): Promise<Answer> {
  const clinics = clinicsFor(by, 'cases.read');
  const open = await openCases(house.dataSource.manager, clinics === null ? null : [...clinics], 20);
  const line = (one: (typeof open)[number]): string =>
    `${one.urgent ? ':rotating_light: ' : ''}*${one.id}*  ${KINDS[one.kind].title}  ${one.status === 'claimed' ? '_taken_' : ''}`;
  return open.length > 0 ? [section(open.map(line).join('\n'))] : [section('Nothing is open.')];
}

const helpBlocks = (): Block[] => [
  section(
    Object.values(COMMANDS)
      .map(({ help }) => help)
      .filter((help, i, all) => all.indexOf(help) === i)
      .map((help) => `•  ${help}`)
      .join('\n'),
  ),
  context('A case is answered in its own message. Whatever you do here is checked against your roles, and noted.'),
];

export function listenToCommands(bolt: App, house: House): void {
  listenToMakeCase(bolt, house);
  bolt.command(COMMAND, async ({ ack, command, client }) => {
    const blocks = await answer(house, client, command);
    await ack(blocks && { response_type: 'ephemeral', text: 'Miadi', blocks: blocks as never });
  });
  for (const [callback, name] of Object.entries(SHORTCUT_COMMANDS))
    bolt.shortcut({ callback_id: callback, type: 'shortcut' }, async ({ ack, body, client }) => {
      await ack();
      const { user, trigger_id: trigger, team } = body;
      const asked = {
        user_id: user.id,
        team_id: team?.id ?? '',
        trigger_id: trigger,
        text: name,
        channel_id: undefined,
      };
      const blocks = await answer(house, client, asked);
      if (blocks) await client.views.open({ trigger_id: trigger, view: windowOf(blocks) as never });
    });
}

/** A message of a colleague becomes a case. Its words stay where they are; the case leads back to them. */
function listenToMakeCase(bolt: App, house: House): void {
  bolt.shortcut({ callback_id: MAKE_CASE, type: 'message_action' }, async ({ ack, shortcut, client }) => {
    await ack();
    const { user, team, channel, message } = shortcut;
    const wisher = { house, client, team: team?.id ?? '', userId: user.id, channel: channel.id };
    const by = await known(wisher);
    const here = by && (await whereIs(house, by, channel.id, 'cases.write'));
    if (!by || !here) return by ? whisper(wisher, 'You may not do this.') : undefined;
    const from = { channel: channel.id, ts: message.ts };
    const about = { by: by.actor, about: `slack:${from.channel}:${from.ts}`, details: { from } };
    const whose = { tx: house.dataSource.manager, contactId: null, clinicId: here.clinicId };
    await openCase(whose, 'by_hand', about);
    house.soon();
  });
}

export const windowOf = (blocks: Block[]) => ({
  type: 'modal',
  callback_id: 'waiting',
  title: { type: 'plain_text', text: 'Miadi' },
  blocks,
});

interface Asked {
  user_id: string;
  team_id: string;
  channel_id: string | undefined;
  trigger_id: string;
  text: string;
}

export async function answer(house: House, client: webApi.WebClient, asked: Asked): Promise<Answer> {
  const by = await whoIsIt(house.dataSource.manager, client, asked.team_id, asked.user_id);
  if (!by) return [section(UNKNOWN)];
  const [name = '', ...rest] = asked.text.trim().split(/\s+/);
  const command = Object.hasOwn(COMMANDS, name.toLowerCase()) ? COMMANDS[name.toLowerCase()] : undefined;
  if (!command) return [...(name ? [section(`I do not know \`${literal(name)}\`.`)] : []), ...helpBlocks()];
  const here = await whereIs(house, by, asked.channel_id, command.may);
  if (!here) return [section('You may not do this.')];
  return command.does({ house, client, by, here, rest: rest.join(' '), triggerId: asked.trigger_id });
}

import type { DayVisit, FoundPatient } from '../day';
import type { DeskSettings } from '../settings';
import { type Block, context, literal, menu, type Option, plain, section } from './blocks';

/** How many visits Slack takes in one message, a line for each. */
const MOST_VISITS = 40;

/** A day, by provider. Where words are kept out of Slack a visit is its reference and nothing else: no hour, and nobody's name. */
export function dayBlocks(visits: DayVisit[], desk: DeskSettings, consoleUrl: string): Block[] {
  if (visits.length === 0) return [section('There are no visits.')];
  const shown = visits.slice(0, MOST_VISITS);
  const blocks: Block[] = [];
  for (const [i, visit] of shown.entries()) {
    if (visit.providerId !== shown[i - 1]?.providerId)
      blocks.push(
        section(
          `*${literal(visit.provider)}*, ${visits.filter((v) => v.providerId === visit.providerId).length} visits`,
        ),
      );
    blocks.push(visitBlock(visit, desk));
  }
  if (visits.length > shown.length)
    blocks.push(context(`${visits.length - shown.length} more in <${consoleUrl}|the console>.`));
  return blocks.slice(0, 49);
}

export function visitBlock(visit: DayVisit, { shows }: Pick<DeskSettings, 'shows'>): Block {
  const { reference, status, at, patient, provider } = visit;
  const words =
    shows === 'full'
      ? `${at}  \`${reference}\`  ${literal(patient)}, ${literal(provider)}  _${status}_`
      : `\`${reference}\`  _${status}_`;
  const options = choicesFor(visit);
  return { ...section(words), ...(options.length > 0 && { accessory: chooser(options) }) };
}

/** Slack wants at least two lines in a menu; a single one is a button. */
function chooser([first, ...others]: Option[]): Record<string, unknown> {
  if (first && others.length === 0)
    return { type: 'button', action_id: 'visit.do', text: plain(first.label), value: first.value };
  return menu('visit.do', first ? [first, ...others] : others);
}

function choicesFor({ id, status }: DayVisit): Option[] {
  const can: [string, string, string[]][] = [
    ['arrived', 'Arrived', ['booked']],
    ['done', 'Done', ['booked', 'arrived']],
    ['missed', 'Missed', ['booked', 'requested']],
    ['move', 'Move…', ['booked', 'requested']],
    ['cancel', 'Cancel…', ['booked', 'requested']],
  ];
  return can.filter(([, , from]) => from.includes(status)).map(([what, label]) => ({ label, value: `${what}:${id}` }));
}

export const patientBlocks = (patients: FoundPatient[], desk: DeskSettings): Block[] =>
  patients.flatMap(({ name, visits }) => [
    section(`*${literal(name)}*`),
    ...(visits.length > 0 ? visits.map((visit) => visitBlock(visit, desk)) : [context('No visit to come.')]),
  ]);

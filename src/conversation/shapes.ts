import { createHash } from 'node:crypto';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { flows } from '../../flows';
import type { FlowName } from '../../flows/vocabulary';

/** What of a machine a stored conversation depends on: its states, and where each event leads from them. */
export function shapeOf(machine: AnyStateMachine): string {
  return createHash('sha256')
    .update(JSON.stringify(outline(machine.root)))
    .digest('hex')
    .slice(0, 12);
}

function outline(node: AnyStateNode): unknown {
  const leads = [...node.transitions].map(([event, ways]) => [
    event,
    ways.map((way) => way.target?.map(({ key }) => key)),
  ]);
  const always = node.always?.map((way) => way.target?.map(({ key }) => key)) ?? [];
  const states = Object.values(node.states).map(outline);
  return { key: node.key, type: node.type, tags: node.tags, leads, always, states };
}

export const shapes = Object.fromEntries(
  Object.entries(flows).map(([name, { machine }]) => [name, shapeOf(machine)]),
) as Record<FlowName, string>;

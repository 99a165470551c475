import { type DirectedGraphNode, toDirectedGraph } from 'xstate/graph';
import { flows } from '../../flows';
import type { FlowName } from '../../flows/vocabulary';

export const fileOf = (flow: FlowName): string => `${flow.replaceAll('_', '-')}.md`;

/** A flow as a Mermaid diagram: where it waits for the patient, and what leads from where to where. */
export function drawing(flow: FlowName): string {
  const { machine, version } = flows[flow];
  const graph = toDirectedGraph(machine);
  const states = graph.children.map(state).filter(Boolean);
  const arrows = [graph, ...graph.children].flatMap(arrowsFrom);
  const ends = graph.children
    .filter(({ stateNode }) => stateNode.type === 'final')
    .map((end) => `${nameOf(end)} --> [*]`);
  const begin = `[*] --> ${machine.config.initial as string}`;
  const lines = [begin, ...states, ...new Set(arrows), ...ends].map((line) => `  ${line}`);
  return [
    `# ${flow.replaceAll('_', ' ')}`,
    '',
    `Version ${version}, drawn by \`npm run flows:draw\`. Where the flow waits for the patient the line is thick.`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    '  classDef waiting stroke-width:3px',
    ...lines,
    '```',
    '',
  ].join('\n');
}

const nameOf = ({ stateNode }: DirectedGraphNode): string => stateNode.key;

const state = (node: DirectedGraphNode): string =>
  node.stateNode.tags.includes('waiting') ? `class ${nameOf(node)} waiting` : '';

/** What the whole flow listens for leads from everywhere; it is drawn once, from the beginning. */
function arrowsFrom(node: DirectedGraphNode): string[] {
  const from = node.stateNode.parent ? nameOf(node) : 'anywhere';
  const always = (node.stateNode.always ?? []).flatMap(({ target = [] }) =>
    target.map(({ key }) => `${from} --> ${key}`),
  );
  const heard = node.edges.map(
    ({ target, label }) => `${from} --> ${target.key}${label.text ? `: ${label.text}` : ''}`,
  );
  return [...always, ...heard];
}

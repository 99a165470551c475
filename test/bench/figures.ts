import type { Paired } from './rounds';

export interface Figure extends Paired {
  name: string;
  unit: string;
  better: 'higher' | 'lower';
  /** Left out where a figure is only for orientation. */
  target?: number;
}

export type Report = (figure: Figure) => void;

/** One line a figure, for programs. What has no target is for people only. */
export const asJson: Report = ({ name, ratio, target, better, ours, floor, unit }) => {
  if (target === undefined) return;
  const line = { name, ratio: rounded(ratio), target, better, ours: rounded(ours), floor: rounded(floor), unit };
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

export const asTable: Report = (figure) => {
  const { name, ratio, low, high, ours, floor, unit } = figure;
  const spread = `${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
  const columns = [name.padEnd(38), shown(ours), shown(floor), unit.padEnd(8), spread.padEnd(22), verdict(figure)];
  process.stdout.write(`${columns.join('  ')}\n`);
};

export const head = (): void => {
  const columns = ['figure'.padEnd(38), 'ours'.padStart(10), 'floor'.padStart(10), 'unit'.padEnd(8)];
  process.stdout.write(`${columns.join('  ')}  ${'ratio (middle half)'.padEnd(22)}  target\n`);
};

function verdict({ ratio, target, better }: Figure): string {
  if (target === undefined) return '';
  const reached = better === 'higher' ? ratio >= target : ratio <= target;
  return `${better === 'higher' ? 'at least' : 'at most'} ${target}: ${reached ? 'reached' : 'MISSED'}`;
}

const shown = (value: number): string => value.toFixed(value < 100 ? 3 : 0).padStart(10);
const rounded = (value: number): number => Number(value.toPrecision(4));

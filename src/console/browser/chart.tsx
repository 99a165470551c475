import { scaleBand, scaleLinear, scalePoint } from 'd3-scale';
import { area, curveMonotoneX, line } from 'd3-shape';
import { language } from './call';

export type Unit = 'count' | 'share' | 'days' | 'minutes' | 'money';

export interface Point {
  key: string;
  name: string;
  value: number | null;
}

const WIDTH = 520;
const HEIGHT = 180;
const EDGE = { top: 10, right: 12, bottom: 24, left: 48 };

export const inUnit = (value: number | null, unit: Unit): string =>
  value === null
    ? '–'
    : unit === 'share'
      ? new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(value)
      : new Intl.NumberFormat(language, { maximumFractionDigits: unit === 'money' ? 2 : 1 }).format(value);

/** From nothing up: a chart that begins elsewhere makes a small change look large. */
const upTo = (points: Point[]): [number, number] => [0, Math.max(...points.map(({ value }) => value ?? 0), 0.000_1)];

/** What changes with time: a line, with a gap where nothing was counted. */
export function Line({ points, unit, label }: { points: Point[]; unit: Unit; label: string }) {
  const x = scalePoint<string>().domain(points.map(({ key }) => key)).range([EDGE.left, WIDTH - EDGE.right]).padding(0.2); // prettier-ignore
  const y = scaleLinear().domain(upTo(points)).nice(4).range([HEIGHT - EDGE.bottom, EDGE.top]); // prettier-ignore
  const counted = (point: Point): boolean => point.value !== null;
  const [at, up] = [(point: Point): number => x(point.key) ?? 0, (point: Point): number => y(point.value ?? 0)];
  const drawn = line<Point>().defined(counted).x(at).y(up).curve(curveMonotoneX)(points) ?? '';
  const below = area<Point>().defined(counted).x(at).y0(y(0)).y1(up).curve(curveMonotoneX)(points) ?? '';
  const every = Math.ceil(points.length / 6);
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {y.ticks(4).map((tick) => (
        <g key={tick}>
          <line class="tick" x1={EDGE.left} x2={WIDTH - EDGE.right} y1={y(tick)} y2={y(tick)} />
          <text x={EDGE.left - 6} y={y(tick) + 4} text-anchor="end">
            {inUnit(tick, unit)}
          </text>
        </g>
      ))}
      <path class="area" d={below} />
      <path class="line-drawn" d={drawn} />
      {points.map((point, i) => (
        <g key={point.key}>
          {counted(point) ? (
            <circle class="dot" cx={at(point)} cy={up(point)} r="3.5">
              <title>{`${point.name}: ${inUnit(point.value, unit)}`}</title>
            </circle>
          ) : null}
          {i % every === 0 ? (
            <text x={at(point)} y={HEIGHT - 6} text-anchor="middle">
              {point.name}
            </text>
          ) : null}
        </g>
      ))}
    </svg>
  );
}

const ROW = 24;
const NAMES = 170;
const MOST = 12;

/** What is told apart by name: bars, the longest first. */
export function Bars({ points, unit, label }: { points: Point[]; unit: Unit; label: string }) {
  const shown = [...points].sort((a, b) => (b.value ?? -1) - (a.value ?? -1)).slice(0, MOST);
  const x = scaleLinear().domain(upTo(shown)).range([0, WIDTH - NAMES - 70]); // prettier-ignore
  const y = scaleBand<string>().domain(shown.map(({ key }) => key)).range([0, shown.length * ROW]).padding(0.25); // prettier-ignore
  const middle = y.bandwidth() / 2 + 4;
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${Math.max(1, shown.length) * ROW}`} role="img" aria-label={label}>
      {shown.map((point) => (
        <g key={point.key} transform={`translate(0 ${y(point.key) ?? 0})`}>
          <text x={NAMES - 8} y={middle} text-anchor="end">
            {point.name.length > 26 ? `${point.name.slice(0, 25)}…` : point.name}
          </text>
          <rect class="bar-drawn" x={NAMES} width={Math.max(1, x(point.value ?? 0))} height={y.bandwidth()} rx="2">
            <title>{`${point.name}: ${inUnit(point.value, unit)}`}</title>
          </rect>
          <text x={NAMES + Math.max(1, x(point.value ?? 0)) + 6} y={middle}>
            {inUnit(point.value, unit)}
          </text>
        </g>
      ))}
    </svg>
  );
}

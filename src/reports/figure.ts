/** By what a figure can be told apart. */
export type By =
  'clinic' | 'provider' | 'service' | 'channel' | 'language' | 'day' | 'week' | 'month' | 'kind' | 'step';

export type Unit = 'count' | 'share' | 'days' | 'minutes' | 'money';

export interface Measure {
  /** As people read it, above a column. */
  readonly title: string;
  readonly unit: Unit;
  /** An aggregate over the facts, which are named `f`. */
  readonly sql: string;
}

/** One question that an administrator asks. */
export interface Figure {
  readonly name: string;
  readonly title: string;
  /** What exactly is counted, for whoever doubts it. */
  readonly about: string;
  readonly by: readonly By[];
  /**
   * A select with a row for each thing that counts. `clinic_id` and `day` (of the clinic's calendar) must be among its columns,
   * and whatever the figure can be told apart by: `provider_id`, `service_id`, `channel`, `language`, `kind`, `step`.
   */
  readonly facts: string;
  readonly measures: Readonly<Record<string, Measure>>;
  /** Never added up over this column, such as a currency. */
  readonly apart?: string;
}

export const count = (title: string, where?: string): Measure => ({
  title,
  unit: 'count',
  sql: where ? `count(*) filter (where ${where})::float8` : 'count(*)::float8',
});

/** Of those that are counted below the line, how many are above it; nothing at all when there are none. */
export const share = (title: string, above: string, below = 'true'): Measure => ({
  title,
  unit: 'share',
  sql: `round(count(*) filter (where (${above}) and (${below})) / nullif(count(*) filter (where ${below}), 0)::numeric, 4)::float8`,
});

/** The value that so many are below of. 0.5 is the median. */
export const percentile = (title: string, unit: Unit, value: string, where = 'true', at = 0.5): Measure => ({
  title,
  unit,
  sql: `round((percentile_cont(${at}) within group (order by ${value}) filter (where ${where}))::numeric, 2)::float8`,
});

export const daysFrom = (from: string, to: string): string => `extract(epoch from ${to} - ${from}) / 86400`;
export const minutesFrom = (from: string, to: string): string => `extract(epoch from ${to} - ${from}) / 60`;

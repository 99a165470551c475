import type { z } from 'zod';
import type { ClinicId } from '../database/ids';
import type { Database } from '../database/statements';
import type { Actor } from '../scheduling/types';

export interface Into {
  tx: Database;
  clinicId: ClinicId;
  zone: string;
  now: Date;
  by: Actor;
}

/** Why a line was not taken, for whoever has the file before them. */
export class Refused extends Error {
  constructor(
    readonly column: string,
    words: string,
  ) {
    super(words);
  }
}

export type Became = 'made' | 'known';

/** What a file may hold. Each line is checked by its shape, and then does what it says, in a savepoint of its own. */
export interface Kind<Shape extends z.ZodObject = z.ZodObject> {
  readonly shape: Shape;
  /** Lines that only make sense together, such as the hours of one person. */
  readonly together?: (cells: z.output<Shape>) => string;
  take(into: Into, rows: z.output<Shape>[]): Promise<Became>;
}

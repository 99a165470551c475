import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Action, Belongs, Reach, Who } from '../accounts/policy';
import type { Database } from '../database/statements';
import type { Actor } from '../scheduling/types';

/** What a route is given beside what it was asked: the database, and who asks. */
export interface Ask {
  /** For a write: a transaction. What the route does, its lines in the audit log and its kept answer stand or fall together. */
  readonly db: Database;
  readonly who: Who;
  readonly by: Actor;
  readonly signInId: number | null;
  readonly requestId: string;
  readonly now: Date;
  /** How far the one who asks may go; reading it counts as having asked. */
  readonly reach: Reach;
  /** Ends with "there is nothing here" for what is not theirs: strangers do not learn that it exists. */
  may(belongs: Belongs): void;
  /** Notes that somebody's record was looked at. The answer is not sent unless that is written. */
  saw(patients: readonly (number | null)[]): void;
  /** For what is not a row of ours, such as a cookie. */
  readonly reply: FastifyReply;
  readonly request: FastifyRequest;
}

type Shape = z.ZodObject | undefined;
type Given<S extends Shape> = S extends z.ZodObject ? z.output<S> : undefined;

export interface Spec<P extends Shape, Q extends Shape, B extends Shape> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** `public` is for those who are not signed in yet. */
  readonly policy: Action | 'public';
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer?: z.ZodType;
  /** Requests of one address in a minute, where the usual is too many. */
  readonly perMinute?: number;
  handle(given: { params: Given<P>; query: Given<Q>; body: Given<B> }, ask: Ask): Promise<unknown>;
}

export type Add = <P extends Shape = undefined, Q extends Shape = undefined, B extends Shape = undefined>(
  spec: Spec<P, Q, B>,
) => void;

/** A group of routes about one thing. */
export type Resource = (add: Add) => void;

export type AnySpec = Spec<Shape, Shape, Shape>;

/** The same shape checks what comes in, lets nothing else out, and stands in the documentation. */
export function schemaOf(spec: AnySpec): object {
  return {
    summary: spec.summary,
    tags: [spec.url.split('/')[1]],
    ...(spec.policy === 'public' && { security: [] }),
    ...(spec.params && { params: json(spec.params) }),
    ...(spec.query && { querystring: json(spec.query) }),
    ...(spec.body && { body: json(spec.body) }),
    response: { ...(spec.answer && { 200: json(spec.answer) }), '4xx': PROBLEM },
  };
}

function json(shape: z.ZodType): object {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { target: 'draft-7', io: 'input', unrepresentable: 'any' });
  return schema;
}

const PROBLEM = {
  description: 'What went wrong (RFC 9457)',
  type: 'object',
  additionalProperties: true,
  properties: {
    type: { type: 'string' },
    code: { type: 'string' },
    status: { type: 'integer' },
    title: { type: 'string' },
    request: { type: 'string' },
  },
} as const;

export type Scope = FastifyInstance;

/** Numbers of rows, as they come in an address. */
export const id = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
export const ofId = z.object({ id });
export const day = z.iso.date();
export const instant = z.iso.datetime({ offset: true });
/** One line that somebody typed: no line breaks and no other signs that are not seen. */
export const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^\P{Cc}*$/u);
export const paging = { after: id.optional(), limit: z.int().min(1).max(100).default(50) };
export const page = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next: z.int().nullable().describe('Ask for what comes `after` it; null at the end'),
  });

/** One more was read than asked for, to know whether there is a next page. */
export function asPage<T extends { id: number }>(rows: T[], limit: number): { items: T[]; next: number | null } {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

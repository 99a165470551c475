import type { FastifyRequest, FastifyServerOptions } from 'fastify';

/**
 * What may stand in a log line: ids, counts and names of things that we named. Anything else is withheld, so that a message, a
 * name or a number of a patient cannot get into a log by a slip.
 */
const MAY_BE_LOGGED = /^(level|time|pid|req|res|err|.*Id|.*Ms|.*Count|count|kind|route|channel|role|attempt|version)$/;

const LIKE_A_NUMBER = /\+?\d[\d ()-]{6,}\d/g;

/** The words of these errors are made by the machine. Those of others may quote what a patient wrote. */
const SAFE_WORDS = new Set(['TypeError', 'ReferenceError', 'Problem', 'ConfigError']);

type LoggerOptions = Exclude<FastifyServerOptions['logger'], boolean | undefined>;

export function logging(level: string, stream?: { write(line: string): void }): LoggerOptions {
  return {
    level,
    ...(stream ? { stream } : {}),
    base: { pid: process.pid },
    hooks: { logMethod: neverTheErrorsOwnWords, streamWrite: withheldUnlessListed },
    serializers: { req: request, res: reply, err: error },
  };
}

/** The last gate before the wire, because the fields of a child logger pass no earlier one. */
function withheldUnlessListed(line: string): string {
  const entries = Object.entries(JSON.parse(line) as Record<string, unknown>).map(([name, value]) => {
    if (name === 'msg') return [name, String(value).replace(LIKE_A_NUMBER, '[number]')];
    return [name, MAY_BE_LOGGED.test(name) ? value : '[withheld]'];
  });
  return `${JSON.stringify(Object.fromEntries(entries))}\n`;
}

/** Pino takes an error's message as the line's words when there are none. */
function neverTheErrorsOwnWords(this: unknown, args: unknown[], log: (...args: unknown[]) => void): void {
  const [first, words, ...rest] = args;
  const failure = errorIn(first);
  if (!failure) return log.apply(this, args);
  const fields = first instanceof Error ? { err: first } : first;
  const said = typeof words === 'string' && words !== failure.message ? words : 'something failed';
  log.apply(this, [fields, said, ...rest]);
}

function errorIn(first: unknown): Error | undefined {
  if (first instanceof Error) return first;
  if (typeof first !== 'object' || first === null || !('err' in first)) return undefined;
  return first.err instanceof Error ? first.err : undefined;
}

/** The route, never the address: addresses hold tokens and numbers. */
function request(req: FastifyRequest) {
  return { method: req.method, route: req.routeOptions?.url ?? 'none' };
}

function reply(res: { statusCode: number }) {
  return { status: res.statusCode };
}

interface LoggedError {
  [fact: string]: unknown;
  readonly type: string;
  readonly message: string;
  readonly stack: string;
}

function error(err: unknown): LoggedError {
  if (!(err instanceof Error)) return { type: typeof err, message: '', stack: '' };
  const isSafe = SAFE_WORDS.has(err.name) || 'syscall' in err;
  return {
    type: err.name,
    message: isSafe ? err.message : '[withheld]',
    ...machineFacts(err),
    stack: frames(err),
    ...(err.cause === undefined ? {} : { cause: error(err.cause) }),
  };
}

/** An error of the database arrives wrapped, with the facts inside. */
function machineFacts(err: Error): { code?: string; constraint?: string } {
  const inside = 'driverError' in err && err.driverError instanceof Error ? err.driverError : err;
  return { ...plain(inside, 'code'), ...plain(inside, 'constraint') };
}

function plain(err: object, name: 'code' | 'constraint'): Record<string, string> {
  const value = (err as Record<string, unknown>)[name];
  return typeof value === 'string' && /^\w{1,80}$/.test(value) ? { [name]: value } : {};
}

/** A stack begins with the error's words. */
function frames({ message, stack = '' }: Error): string {
  const below = stack.slice(stack.indexOf(message) + message.length);
  const lines = below.split('\n').filter((line) => /^\s*at /.test(line));
  return lines.slice(0, 12).join('\n');
}

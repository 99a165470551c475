import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Every error answer we give over HTTP (RFC 9457). The code is for programs and never changes; the words are for people. */
export const problems = {
  bad_request: { status: 400, words: 'This request could not be understood.' },
  signed_out: { status: 401, words: 'Please sign in, or send a valid token.' },
  bad_signature: { status: 401, words: 'The signature of this request is missing or wrong.' },
  forbidden: { status: 403, words: 'You may not do this.' },
  not_found: { status: 404, words: 'There is nothing here.' },
  too_slow: { status: 408, words: 'The request took too long to arrive.' },
  conflict: { status: 409, words: 'Somebody else was quicker: look at the newest state and try again.' },
  gone: { status: 410, words: 'This is no longer here.' },
  too_large: { status: 413, words: 'This is more than we accept in one request.' },
  wrong_type: { status: 415, words: 'This content type is not accepted here.' },
  not_acceptable: { status: 422, words: 'This was understood, but cannot be done as it stands.' },
  too_many: { status: 429, words: 'Too many requests. Please wait a moment.' },
  our_mistake: { status: 500, words: 'Something went wrong on our side. It has been noted.' },
  not_ready: { status: 503, words: 'We cannot take this just now. Please try again in a moment.' },
} as const satisfies Record<string, { status: number; words: string }>;

export type ProblemCode = keyof typeof problems;

/** Thrown by a route to give one of the answers above. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly retryAfterSeconds: number | undefined;
  /** What more the caller should know, in words and names of ours. */
  readonly about: Readonly<Record<string, unknown>> | undefined;

  constructor(
    readonly code: ProblemCode,
    options: { cause?: unknown; retryAfterSeconds?: number; about?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(problems[code].words, { cause: options.cause });
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.about = options.about;
  }
}

export function answerErrors(hub: FastifyInstance): void {
  hub.setNotFoundHandler((_request, reply) => answer(reply, 'not_found'));
  hub.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    const code = codeOf(error);
    report(request, error, code);
    if (error instanceof Problem && error.retryAfterSeconds) reply.header('retry-after', error.retryAfterSeconds);
    return answer(reply, code, error instanceof Problem ? error.about : undefined);
  });
}

function codeOf(error: FastifyError | Problem): ProblemCode {
  if (error instanceof Problem) return error.code;
  // Only Fastify and its plugins may choose an answer by a number. Any other error with a status on it came from a provider.
  if (!isFastifys(error)) return 'our_mistake';
  const status = error.statusCode ?? 500;
  const [code] = Object.entries(problems).find(([, problem]) => problem.status === status) ?? [];
  if (code) return code as ProblemCode;
  return status < 500 ? 'bad_request' : 'our_mistake';
}

function isFastifys(error: FastifyError): boolean {
  return typeof error.code === 'string' && error.code.startsWith('FST_');
}

function report(request: FastifyRequest, error: Error, code: ProblemCode): void {
  if (problems[code].status >= 500) request.log.error({ req: request, err: error, kind: code }, 'request failed');
}

function answer(reply: FastifyReply, code: ProblemCode, about: Readonly<Record<string, unknown>> = {}) {
  const { status, words } = problems[code];
  // A half-read body left on a kept-alive connection would hang the client's next request.
  if (code === 'too_large') reply.header('connection', 'close');
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ ...about, type: 'about:blank', code, status, title: words, request: reply.request.id });
}

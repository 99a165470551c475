import { ConfigError } from './config';

/** An error in words for whoever started a command: what happened and why, and where only if it is a mistake of ours. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const reasons = causesOf(error).map((cause) => `  because: ${wordsOf(cause)}`);
  const place = isOurMistake(error) ? [framesOf(error)] : [];
  return [wordsOf(error), ...reasons, ...place].join('\n');
}

function causesOf(error: Error): Error[] {
  return error.cause instanceof Error ? [error.cause, ...causesOf(error.cause)] : [];
}

/** Node reports a host name with two addresses, neither of which answers, as an error without words. */
function wordsOf(error: Error): string {
  if (error.message) return error.message;
  if (error instanceof AggregateError) return error.errors.map(String).join('; ');
  return error.name;
}

function isOurMistake(error: Error): boolean {
  if (error instanceof ConfigError) return false;
  return error instanceof TypeError || error instanceof ReferenceError;
}

function framesOf({ stack = '', message }: Error): string {
  return stack.slice(stack.indexOf(message) + message.length).trimStart();
}

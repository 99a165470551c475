/** Every way in which sending fails, and what follows. The sender reads the flags and never a provider's words. */
export const failures = {
  throttled: { again: true, uncertain: false, tellStaff: false },
  unavailable: { again: true, uncertain: false, tellStaff: false },
  unreachable: { again: true, uncertain: false, tellStaff: false },
  not_taken: { again: true, uncertain: false, tellStaff: false },
  unknown_outcome: { again: false, uncertain: true, tellStaff: false },
  opted_out: { again: false, uncertain: false, tellStaff: false },
  bad_address: { again: false, uncertain: false, tellStaff: true },
  needs_template: { again: false, uncertain: false, tellStaff: true },
  refused: { again: false, uncertain: false, tellStaff: true },
  our_setup: { again: false, uncertain: false, tellStaff: true },
} as const satisfies Record<string, { again: boolean; uncertain: boolean; tellStaff: boolean }>;

export type FailureName = keyof typeof failures;

export class NotSent extends Error {
  override readonly name = 'NotSent';
  readonly afterSeconds: number | undefined;

  constructor(
    readonly failure: FailureName,
    options: { cause?: unknown; afterSeconds?: number } = {},
  ) {
    super(`Not sent: ${failure}`, { cause: options.cause });
    this.afterSeconds = options.afterSeconds;
  }
}

/** Nobody was there to take it: it can safely be sent again. After any other break the message may have got through. */
export const neverArrived = (error: unknown): boolean =>
  error instanceof Error &&
  error.cause instanceof Error &&
  'code' in error.cause &&
  error.cause.code === 'ECONNREFUSED';

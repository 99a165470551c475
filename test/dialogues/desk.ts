import type { Stage } from './given';

/** What people at the desk do in a dialogue. */
export async function deskDoes(_stage: Stage, text: string): Promise<void> {
  throw new Error(`Nobody knows how the desk does "${text}"`);
}

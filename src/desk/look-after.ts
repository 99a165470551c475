import type { Database } from '../database/statements';
import { gatherCases } from './gather';
import { watchCases } from './watch';

/** One round over all cases: finds those that nobody has reported, and sees to those that nobody sees to. */
export const lookAfterCases = async (db: Database): Promise<number> => (await gatherCases(db)) + (await watchCases(db));

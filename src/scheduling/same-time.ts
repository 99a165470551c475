import type { Slot } from './types';

/** The same provider at the same moment: one time, by whatever service it was found. */
export const sameTime = (a: Slot, b: Slot): boolean => a.providerId === b.providerId && +a.starts === +b.starts;

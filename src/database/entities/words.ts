/** The same name in other languages or scripts, by language: `{ ar: 'نيروبي' }`. */
export type Names = Record<string, string>;

/** What people type instead of the name, by language: `{ en: ['derma', 'rash'] }`. */
export type Words = Record<string, string[]>;

export type VisitMode = 'in_person' | 'video';

export type VisitStatus =
  | 'held'
  | 'requested'
  | 'booked'
  | 'arrived'
  | 'done'
  | 'missed'
  | 'cancelled'
  | 'declined'
  | 'moved'
  | 'expired'
  | 'released';

/** `locales/<lang>/meaning.json`. Every list is written "one|two|three". */
export interface MeaningWords {
  /** The word for "no" also makes plain negations ("no puedo"), so it only answers when it stands alone. */
  readonly noIsNegation?: boolean;
  /** Questions that begin like "how" or "what" but only want a yes ("how is this?"). */
  readonly proposals: string;
  /** Words people begin with that mean nothing ("oh", "well"). */
  readonly softeners: string;
  /** What lets us go ahead when we had asked ("please do", "that works"). */
  readonly goAhead: string;
  /** "Anything else?": thanks then mean no. */
  readonly moreHelp: string;
  /** Whole messages that mean one thing and nothing else, by intent. */
  readonly commands: Record<string, string>;
  /** In a question of ours: what it wants to know. */
  readonly asks: Record<'name' | 'dob', string>;
  /** Anywhere in a message: somebody is on the way, and late. */
  readonly late: string;
  /** Words that, anywhere in a message, ask us to write no more. */
  readonly stop: { whole: string; inside: string; notIf: string };
  readonly ordinals: Record<string, string>;
  /** `others` are wishes for other days and times ("another day"), which only an offer of times can meet. */
  readonly choice: Record<'last' | 'middle' | 'earlier' | 'later' | 'none' | 'otherDays' | 'others' | 'frame', string>;
  readonly corrections: { phrases: string };
  readonly people: Record<string, string>;
  readonly forSomebody: string;
  /**
   * After `weakIntro` ("it's", "I am") only what looks like a name is one; after `intro` anything may be. `given` are names
   * that are words as well ("Mark", "Grace"): introduced or asked for, they are names.
   */
  readonly names: Record<'intro' | 'weakIntro' | 'forIntro' | 'outro' | 'notNames' | 'particles' | 'given', string>;
  readonly titles: string;
  readonly anyProvider: string;
  readonly specialties: Record<string, string>;
  /** `months` and `numbers` go from the value to the words for it; -1 is "and". */
  readonly birth: {
    months: Record<string, string>;
    numbers: Record<string, string>;
    order: 'dmy' | 'mdy';
  };
  readonly languages: Record<string, string>;
  /** Frequent small words that give the language away. */
  readonly telltale: string;
}

/** `locales/<lang>/safety.json`: "sure" phrases act, "doubtful" ones ask, "harmless" ones take the words out of the count. */
export interface SafetyWords {
  readonly emergency: { sure: readonly string[]; doubtful: readonly string[] };
  readonly self_harm: { sure: readonly string[]; doubtful: readonly string[] };
  readonly harmless: readonly string[];
  /** Words that change nothing ("really", "just") and are passed over. */
  readonly fillers: string;
  readonly groups: Record<string, string>;
}

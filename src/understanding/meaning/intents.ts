/** What a message may ask for or answer. The first group is what every clinic bot hears; the second is ours. */
export const intents = [
  'book',
  'cancel',
  'reschedule',
  'check_booking',
  'affirm',
  'deny',
  'unsure',
  'dont_care',
  'acknowledge',
  'greet',
  'goodbye',
  'thank',
  'repeat',
  'abort',
  'help',
  'human',
  'bot_question',
  'change_language',
  'date_time_query',
  'insurance_question',
  'directions',
  'out_of_scope',
  'stop_messages',
  'start_messages',
  'waiting_list',
  'running_late',
  'wrong_number',
  'my_data',
  'erase_data',
  'feedback',
  'pay',
  'menu',
  'back',
  'start_over',
  'undo',
] as const;

export type Intent = (typeof intents)[number];

export interface Judged {
  /** Best first; more than one only where the message clearly says several things. */
  readonly intents: Intent[];
  readonly confidence: number;
}

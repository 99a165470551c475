/** A number that knows what it counts: a `PatientId` is no `ProviderId`, although both are 17. */
type Id<Of extends string> = number & { readonly __brand: Of };

export type PlaceId = Id<'place'>;
export type ClinicId = Id<'clinic'>;
export type ProviderId = Id<'provider'>;
export type RoomId = Id<'room'>;
export type ServiceId = Id<'service'>;

export type WorkingHoursId = Id<'working_hours'>;
export type WorkingBreakId = Id<'working_break'>;
export type ExtraHoursId = Id<'extra_hours'>;
export type LeaveId = Id<'leave'>;
export type ClosureId = Id<'closure'>;
/** A group session: one stretch of a provider's time that several people share. */
export type SessionId = Id<'group_session'>;

export type PatientId = Id<'patient'>;
export type ContactId = Id<'contact'>;
export type SeriesId = Id<'series'>;
export type VisitId = Id<'visit'>;
/** One stretch of a provider's time: shared by a moved visit and its earlier self, and by the visits of a session. */
export type SittingId = Id<'sitting'>;

export type WaitingId = Id<'waiting'>;
export type OpeningId = Id<'opening'>;
export type WaitingOfferId = Id<'waiting_offer'>;

export type ConsentId = Id<'consent'>;
export type CaseId = Id<'case'>;
export type CaseEventId = Id<'case_event'>;
export type DeskHoursId = Id<'desk_hours'>;
export type SlackPostId = Id<'slack_post'>;
export type FeedbackId = Id<'feedback'>;
export type ConversationId = Id<'conversation'>;
export type RecordEntryId = Id<'record_entry'>;
export type RecordPermissionId = Id<'record_permission'>;
export type WebhookId = Id<'webhook'>;
export type CalendarFeedId = Id<'calendar_feed'>;
export type DialogueStepId = Id<'dialogue_step'>;
export type InboxId = Id<'inbox'>;
export type OutboxId = Id<'outbox'>;
export type AffectedId = Id<'affected_visit'>;
export type DelayId = Id<'delay'>;
export type TimerId = Id<'timer'>;
export type ReminderRuleId = Id<'reminder_rule'>;
export type AuditId = Id<'audit'>;

export type AccountId = Id<'account'>;
export type AccountRoleId = Id<'account_role'>;
export type SignInId = Id<'sign_in'>;
export type PhoneCodeId = Id<'phone_code'>;
export type ApiKeyId = Id<'api_key'>;

/** The code of a specialty, as in the table: `dentistry`. */
export type SpecialtyCode = string & { readonly __brand: 'specialty' };

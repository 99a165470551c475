import { Account, AccountRole, ApiKey, OneTimeSignIn, PhoneCode, SignIn } from './account';
import { AffectedVisit } from './affected';
import { CaseEvent, ClinicDesk, DeskHours, DeskNoted } from './case';
import { ChannelMemory } from './channel-memory';
import { Clinic, Place, Room } from './clinic';
import { Delay, DelayNotice } from './delay';
import { Consent, DeskCase, Feedback } from './desk';
import { Invitation } from './invitation';
import { DialogueStep } from './dialogue-step';
import { RecordEntry, RecordPermission, Retention } from './medical-record';
import { Conversation, InboxMessage, OutboxMessage, Sender, Sending } from './message';
import { ModelOpinion, ModelUse } from './model';
import { Contact, ContactPatient, Patient } from './patient';
import { Provider, ProviderService, ProviderSpecialty, Specialty } from './provider';
import { AuditEntry, AuditSeal, ClockRow, SealingKey } from './record';
import { SearchTerm } from './search-term';
import { Service } from './service';
import { SlackHeard, SlackHome, SlackPost, SlackUser } from './slack';
import { ReminderRule, Timer } from './timer';
import { KeptAnswer, Series, Shown, Visit } from './visit';
import { Opening, Waiting, WaitingOffer } from './waiting-list';
import { SummaryWish } from './summary-wish';
import { CalendarFeed, Webhook } from './webhook';
import {
  Closure,
  ExtraHours,
  GroupSession,
  Leave,
  Shift,
  ShiftsMade,
  WorkingBreak,
  WorkingHours,
} from './working-time';

export const entities = [
  Place,
  Clinic,
  Room,
  Conversation,
  InboxMessage,
  OutboxMessage,
  Sender,
  Sending,
  DialogueStep,
  RecordEntry,
  RecordPermission,
  Retention,
  ModelUse,
  ModelOpinion,
  Consent,
  ChannelMemory,
  DeskCase,
  CaseEvent,
  ClinicDesk,
  DeskHours,
  DeskNoted,
  SlackUser,
  SlackPost,
  SlackHeard,
  SlackHome,
  Feedback,
  Patient,
  Contact,
  ContactPatient,
  Specialty,
  Provider,
  ProviderSpecialty,
  ProviderService,
  ClockRow,
  SealingKey,
  AuditEntry,
  AuditSeal,
  SearchTerm,
  Service,
  Timer,
  ReminderRule,
  AffectedVisit,
  Delay,
  DelayNotice,
  Series,
  Visit,
  Invitation,
  Shown,
  KeptAnswer,
  Waiting,
  Opening,
  WaitingOffer,
  WorkingHours,
  WorkingBreak,
  ExtraHours,
  Leave,
  Closure,
  Shift,
  ShiftsMade,
  GroupSession,
  Account,
  AccountRole,
  OneTimeSignIn,
  SignIn,
  PhoneCode,
  ApiKey,
  SummaryWish,
  Webhook,
  CalendarFeed,
];

export * from './account';
export * from './affected';
export * from './case';
export * from './clinic';
export * from './delay';
export * from './desk';
export * from './invitation';
export * from './dialogue-step';
export * from './medical-record';
export * from './message';
export * from './model';
export * from './patient';
export * from './provider';
export * from './record';
export * from './search-term';
export * from './service';
export * from './slack';
export * from './timer';
export * from './visit';
export * from './waiting-list';
export * from './summary-wish';
export * from './webhook';
export * from './words';
export * from './working-time';

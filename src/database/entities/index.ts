import { Account, AccountRole, ApiKey, OneTimeSignIn, PhoneCode, SignIn } from './account';
import { CaseEvent, ClinicDesk, DeskHours, DeskNoted } from './case';
import { ChannelMemory } from './channel-memory';
import { Clinic, Place, Room } from './clinic';
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
import { SlackHeard, SlackPost, SlackUser } from './slack';
import { ReminderRule, Timer } from './timer';
import { KeptAnswer, Series, Shown, Visit } from './visit';
import { Opening, Waiting, WaitingOffer } from './waiting-list';
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
];

export * from './account';
export * from './case';
export * from './clinic';
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
export * from './words';
export * from './working-time';

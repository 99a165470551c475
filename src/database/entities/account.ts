import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type {
  AccountId,
  AccountRoleId,
  ApiKeyId,
  ClinicId,
  ContactId,
  PatientId,
  PhoneCodeId,
  ProviderId,
  SignInId,
} from '../ids';

/** A colleague who signs in. */
@Entity('account')
export class Account {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: AccountId;

  @Column({ type: 'text' })
  email!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', name: 'password_hash', nullable: true })
  passwordHash!: string | null;

  @Column({ type: 'text', name: 'totp_secret', nullable: true })
  totpSecret!: string | null;

  @Column({ type: 'bigint', name: 'totp_step' })
  totpStep!: number;

  @Column({ type: 'smallint', name: 'wrong_tries' })
  wrongTries!: number;

  @Column({ type: 'timestamptz', name: 'locked_until', nullable: true })
  lockedUntil!: Date | null;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}

/** What an account may do, and where. */
@Entity('account_role')
export class AccountRole {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: AccountRoleId;

  @Column({ type: 'bigint', name: 'account_id' })
  accountId!: AccountId;

  @Column({ type: 'text' })
  role!: 'provider' | 'staff' | 'support' | 'administrator';

  @Column({ type: 'bigint', name: 'clinic_id', nullable: true })
  clinicId!: ClinicId | null;

  @Column({ type: 'bigint', name: 'provider_id', nullable: true })
  providerId!: ProviderId | null;

  @Column({ type: 'text', name: 'given_by' })
  givenBy!: string;

  @Column({ type: 'timestamptz', name: 'given_at' })
  givenAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  until!: Date | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'text', name: 'seen_by', nullable: true })
  seenBy!: string | null;

  @Column({ type: 'timestamptz', name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}

@Entity('one_time_sign_in')
export class OneTimeSignIn {
  @PrimaryColumn({ type: 'text', name: 'token_hash' })
  tokenHash!: string;

  @Column({ type: 'bigint', name: 'account_id' })
  accountId!: AccountId;

  @Column({ type: 'text', name: 'made_by' })
  madeBy!: string;

  @Column({ type: 'text', name: 'pending_secret', nullable: true })
  pendingSecret!: string | null;

  @Column({ type: 'boolean', name: 'only_password' })
  onlyPassword!: boolean;

  @Column({ type: 'timestamptz', name: 'expires_at' })
  expiresAt!: Date;

  @Column({ type: 'timestamptz', name: 'used_at', nullable: true })
  usedAt!: Date | null;
}

/** Somebody who is signed in, on one device. */
@Entity('sign_in')
export class SignIn {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: SignInId;

  @Column({ type: 'text', name: 'token_hash' })
  tokenHash!: string;

  @Column({ type: 'bigint', name: 'account_id', nullable: true })
  accountId!: AccountId | null;

  @Column({ type: 'bigint', name: 'contact_id', nullable: true })
  contactId!: ContactId | null;

  @Column({ type: 'bigint', name: 'patient_ids', array: true })
  patientIds!: PatientId[];

  @Column({ type: 'text' })
  device!: string;

  @Column({ type: 'timestamptz', name: 'started_at' })
  startedAt!: Date;

  @Column({ type: 'timestamptz', name: 'seen_at' })
  seenAt!: Date;

  @Column({ type: 'timestamptz', name: 'ends_at' })
  endsAt!: Date;

  @Column({ type: 'timestamptz', name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}

/** A code on its way to a patient's phone. */
@Entity('phone_code')
export class PhoneCode {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: PhoneCodeId;

  @Column({ type: 'text', name: 'phone_hash' })
  phoneHash!: string;

  @Column({ type: 'text', name: 'area_hash' })
  areaHash!: string;

  @Column({ type: 'text', name: 'code_hash' })
  codeHash!: string;

  @Column({ type: 'bigint', name: 'contact_id', nullable: true })
  contactId!: ContactId | null;

  @Column({ type: 'smallint' })
  tries!: number;

  @Column({ type: 'timestamptz', name: 'asked_at' })
  askedAt!: Date;

  @Column({ type: 'timestamptz', name: 'expires_at' })
  expiresAt!: Date;

  @Column({ type: 'timestamptz', name: 'used_at', nullable: true })
  usedAt!: Date | null;
}

/** Another program of a clinic, and what it may do there. */
@Entity('api_key')
export class ApiKey {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: ApiKeyId;

  @Column({ type: 'text', name: 'key_hash' })
  keyHash!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'text', array: true })
  scopes!: string[];

  @Column({ type: 'text', name: 'made_by' })
  madeBy!: string;

  @Column({ type: 'timestamptz', name: 'made_at' })
  madeAt!: Date;

  @Column({ type: 'timestamptz', name: 'used_at', nullable: true })
  usedAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'ends_at' })
  endsAt!: Date;

  @Column({ type: 'timestamptz', name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}

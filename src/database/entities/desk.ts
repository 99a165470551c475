import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { CaseId, ClinicId, ConsentId, ContactId, FeedbackId, InboxId, VisitId } from '../ids';

/** Who may be written to about what, with the evidence. A change is another row. */
@Entity('consent')
export class Consent {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: ConsentId;

  @Column({ type: 'bigint', name: 'contact_id' })
  contactId!: ContactId;

  @Column({ type: 'text' })
  scope!: 'visits' | 'reminders' | 'all';

  @Column({ type: 'boolean' })
  given!: boolean;

  @Column({ type: 'text' })
  wording!: string;

  @Column({ type: 'bigint', name: 'inbox_id', nullable: true })
  inboxId!: InboxId | null;

  @Column({ type: 'timestamptz' })
  at!: Date;
}

/** A conversation that a colleague must look at. */
@Entity('desk_case')
export class DeskCase {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: CaseId;

  @Column({ type: 'bigint', name: 'clinic_id', nullable: true })
  clinicId!: ClinicId | null;

  @Column({ type: 'bigint', name: 'contact_id', nullable: true })
  contactId!: ContactId | null;

  @Column({ type: 'text' })
  kind!: string;

  /** 'visit:12' where one person may have several cases of a kind. */
  @Column({ type: 'text' })
  about!: string;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'boolean' })
  urgent!: boolean;

  @Column({ type: 'bigint', name: 'visit_id', nullable: true })
  visitId!: VisitId | null;

  @Column({ type: 'jsonb' })
  details!: Record<string, unknown>;

  @Column({ type: 'text', nullable: true })
  owner!: string | null;

  @Column({ type: 'timestamptz', name: 'owned_until', nullable: true })
  ownedUntil!: Date | null;

  @Column({ type: 'text' })
  status!: 'open' | 'claimed' | 'resolved';

  @Column({ type: 'timestamptz', name: 'opened_at' })
  openedAt!: Date;

  @Column({ type: 'timestamptz', name: 'settled_at', nullable: true })
  settledAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'waiting_since', nullable: true })
  waitingSince!: Date | null;

  @Column({ type: 'timestamptz', name: 'look_at', nullable: true })
  lookAt!: Date | null;

  @Column({ type: 'smallint' })
  calls!: number;

  @Column({ type: 'timestamptz', name: 'snoozed_until', nullable: true })
  snoozedUntil!: Date | null;

  @Column({ type: 'timestamptz', name: 'seen_at', nullable: true })
  seenAt!: Date | null;

  @Column({ type: 'text', name: 'seen_by', nullable: true })
  seenBy!: string | null;

  @Column({ type: 'text', name: 'settled_how', nullable: true })
  settledHow!: string | null;
}

/** How a visit was, as the patient saw it. */
@Entity('feedback')
export class Feedback {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: FeedbackId;

  @Column({ type: 'bigint', name: 'clinic_id', nullable: true })
  clinicId!: ClinicId | null;

  @Column({ type: 'bigint', name: 'contact_id' })
  contactId!: ContactId;

  @Column({ type: 'bigint', name: 'visit_id', nullable: true })
  visitId!: VisitId | null;

  @Column({ type: 'smallint', nullable: true })
  rating!: number | null;

  @Column({ type: 'text', nullable: true })
  words!: string | null;

  @Column({ type: 'timestamptz' })
  at!: Date;
}

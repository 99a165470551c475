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

  @Column({ type: 'bigint', name: 'contact_id' })
  contactId!: ContactId;

  @Column({ type: 'text' })
  kind!: string;

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

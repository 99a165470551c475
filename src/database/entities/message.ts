import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { CaseId, ClinicId, ContactId, ConversationId, InboxId, OutboxId, VisitId } from '../ids';

@Entity('conversation')
export class Conversation {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: ConversationId;

  @Column({ type: 'bigint', name: 'contact_id' })
  contactId!: ContactId;

  @Column({ type: 'jsonb', nullable: true })
  envelope!: Record<string, unknown> | null;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'text' })
  owner!: string;

  @Column({ type: 'timestamptz', name: 'lease_until', nullable: true })
  leaseUntil!: Date | null;

  @Column({ type: 'text', name: 'leased_by', nullable: true })
  leasedBy!: string | null;

  @Column({ type: 'timestamptz', name: 'changed_at' })
  changedAt!: Date;
}

@Entity('inbox')
export class InboxMessage {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: InboxId;

  @Column({ type: 'text' })
  source!: string;

  @Column({ type: 'text', name: 'source_id' })
  sourceId!: string;

  @Column({ type: 'bigint', name: 'contact_id' })
  contactId!: ContactId;

  @Column({ type: 'jsonb' })
  body!: Record<string, unknown>;

  @Column({ type: 'timestamptz', name: 'sent_at', nullable: true })
  sentAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'received_at' })
  receivedAt!: Date;

  @Column({ type: 'timestamptz', name: 'handled_at', nullable: true })
  handledAt!: Date | null;

  @Column({ type: 'smallint' })
  attempts!: number;

  @Column({ type: 'bigint', name: 'case_id', nullable: true })
  caseId!: CaseId | null;

  /** Its place among everything that was said. */
  @Column({ type: 'bigint' })
  said!: number;
}

@Entity('outbox')
export class OutboxMessage {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: OutboxId;

  @Column({ type: 'bigint', name: 'clinic_id', nullable: true })
  clinicId!: ClinicId | null;

  @Column({ type: 'bigint', name: 'contact_id', nullable: true })
  contactId!: ContactId | null;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'smallint' })
  priority!: number;

  @Column({ type: 'jsonb' })
  body!: Record<string, unknown>;

  @Column({ type: 'bigint', name: 'visit_id', nullable: true })
  visitId!: VisitId | null;

  @Column({ type: 'integer', name: 'visit_version', nullable: true })
  visitVersion!: number | null;

  @Column({ type: 'timestamptz', name: 'due_at' })
  dueAt!: Date;

  @Column({ type: 'timestamptz', name: 'use_by', nullable: true })
  useBy!: Date | null;

  @Column({ type: 'text' })
  status!: string;

  @Column({ type: 'timestamptz', name: 'lease_until', nullable: true })
  leaseUntil!: Date | null;

  @Column({ type: 'smallint' })
  attempts!: number;

  @Column({ type: 'text', nullable: true })
  receipt!: string | null;

  @Column({ type: 'integer', name: 'claimed_by', nullable: true })
  claimedBy!: number | null;

  @Column({ type: 'smallint' })
  tries!: number;

  @Column({ type: 'smallint' })
  resends!: number;

  @Column({ type: 'timestamptz', name: 'uncertain_since', nullable: true })
  uncertainSince!: Date | null;

  @Column({ type: 'timestamptz', name: 'looked_at', nullable: true })
  lookedAt!: Date | null;

  /** A word of ours for what stands against it. */
  @Column({ type: 'text', nullable: true })
  why!: string | null;

  @Column({ type: 'smallint', nullable: true })
  segments!: number | null;

  @Column({ type: 'bigint', name: 'cost_micros', nullable: true })
  costMicros!: number | null;

  @Column({ type: 'character', nullable: true })
  currency!: string | null;

  @Column({ type: 'bigint', name: 'instead_of', nullable: true })
  insteadOf!: OutboxId | null;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'settled_at', nullable: true })
  settledAt!: Date | null;

  /** Its place among everything that was said. */
  @Column({ type: 'bigint' })
  said!: number;
}

@Entity('sender')
export class Sender {
  @PrimaryColumn({ type: 'text' })
  channel!: string;

  @Column({ type: 'real', name: 'per_second', nullable: true })
  perSecond!: number | null;

  @Column({ type: 'timestamptz', name: 'next_at', nullable: true })
  nextAt!: Date | null;

  @Column({ type: 'integer' })
  failures!: number;

  @Column({ type: 'timestamptz', name: 'closed_until', nullable: true })
  closedUntil!: Date | null;

  @Column({ type: 'bigint', name: 'micros_per_segment', nullable: true })
  microsPerSegment!: number | null;

  @Column({ type: 'character', nullable: true })
  currency!: string | null;
}

@Entity('sending')
export class Sending {
  @PrimaryColumn({ type: 'boolean', name: 'only_row' })
  onlyRow!: boolean;

  @Column({ type: 'timestamptz', name: 'held_since', nullable: true })
  heldSince!: Date | null;

  @Column({ type: 'text', name: 'held_because', nullable: true })
  heldBecause!: string | null;

  @Column({ type: 'text', name: 'database_was', nullable: true })
  databaseWas!: string | null;

  @Column({ type: 'timestamptz', name: 'beat_at', nullable: true })
  beatAt!: Date | null;
}

import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { CaseEventId, CaseId, ClinicId, SlackPostId } from '../ids';

/** Who of ours somebody in Slack is. */
@Entity('slack_user')
export class SlackUser {
  @PrimaryColumn({ type: 'text' })
  team!: string;

  @PrimaryColumn({ type: 'text', name: 'user_id' })
  userId!: string;

  @Column({ type: 'text' })
  staff!: string;

  @Column({ type: 'timestamptz', name: 'linked_at' })
  linkedAt!: Date;
}

/** What stands in Slack, and how far it has been brought up to date. */
@Entity('slack_post')
export class SlackPost {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: SlackPostId;

  @Column({ type: 'text' })
  key!: string;

  @Column({ type: 'bigint', name: 'clinic_id', nullable: true })
  clinicId!: ClinicId | null;

  @Column({ type: 'bigint', name: 'case_id', nullable: true })
  caseId!: CaseId | null;

  @Column({ type: 'text', nullable: true })
  team!: string | null;

  @Column({ type: 'text' })
  channel!: string;

  @Column({ type: 'text', nullable: true })
  ts!: string | null;

  @Column({ type: 'integer', name: 'shown_version' })
  shownVersion!: number;

  @Column({ type: 'bigint' })
  told!: CaseEventId;

  @Column({ type: 'text', nullable: true })
  doing!: string | null;

  @Column({ type: 'timestamptz', name: 'due_at' })
  dueAt!: Date;

  @Column({ type: 'timestamptz', name: 'lease_until', nullable: true })
  leaseUntil!: Date | null;

  @Column({ type: 'smallint' })
  attempts!: number;

  @Column({ type: 'text', name: 'gave_up', nullable: true })
  gaveUp!: string | null;
}

/** What Slack has told us: a replay does nothing. */
@Entity('slack_heard')
export class SlackHeard {
  @PrimaryColumn({ type: 'text' })
  key!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;
}

/** Who has opened the home of our app, so that it can be drawn again when something changes. */
@Entity('slack_home')
export class SlackHome {
  @PrimaryColumn({ type: 'text' })
  team!: string;

  @PrimaryColumn({ type: 'text', name: 'user_id' })
  userId!: string;

  @Column({ type: 'timestamptz', name: 'opened_at' })
  openedAt!: Date;

  @Column({ type: 'text', nullable: true })
  shown!: string | null;

  @Column({ type: 'timestamptz', name: 'due_at' })
  dueAt!: Date;

  @Column({ type: 'timestamptz', name: 'lease_until', nullable: true })
  leaseUntil!: Date | null;
}

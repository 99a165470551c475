import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { CaseEventId, CaseId, ClinicId, DeskHoursId, InboxId, OutboxId } from '../ids';

/** One thing that happened to a case. */
@Entity('case_event')
export class CaseEvent {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: CaseEventId;

  @Column({ type: 'bigint', name: 'case_id' })
  caseId!: CaseId;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'text' })
  actor!: string;

  @Column({ type: 'bigint', name: 'inbox_id', nullable: true })
  inboxId!: InboxId | null;

  @Column({ type: 'bigint', name: 'outbox_id', nullable: true })
  outboxId!: OutboxId | null;

  @Column({ type: 'jsonb' })
  details!: Record<string, unknown>;

  @Column({ type: 'text', nullable: true })
  once!: string | null;

  @Column({ type: 'timestamptz' })
  at!: Date;
}

/** How a clinic wants its desk. */
@Entity('clinic_desk')
export class ClinicDesk {
  @PrimaryColumn({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'text', name: 'slack_team', nullable: true })
  slackTeam!: string | null;

  @Column({ type: 'text', name: 'slack_channel', nullable: true })
  slackChannel!: string | null;

  @Column({ type: 'text' })
  shows!: 'private' | 'full';

  @Column({ type: 'text', name: 'shows_because', nullable: true })
  showsBecause!: string | null;

  @Column({ type: 'text', name: 'shows_by', nullable: true })
  showsBy!: string | null;

  @Column({ type: 'timestamptz', name: 'shows_since', nullable: true })
  showsSince!: Date | null;

  @Column({ type: 'text' })
  language!: string;

  @Column({ type: 'smallint', name: 'claim_minutes' })
  claimMinutes!: number;

  @Column({ type: 'smallint', name: 'answer_minutes' })
  answerMinutes!: number;

  @Column({ type: 'smallint', name: 'urgent_minutes' })
  urgentMinutes!: number;

  @Column({ type: 'text', name: 'second_person', nullable: true })
  secondPerson!: string | null;

  @Column({ type: 'time', name: 'summary_at' })
  summaryAt!: string;
}

@Entity('desk_hours')
export class DeskHours {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: DeskHoursId;

  @Column({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'smallint' })
  weekday!: number;

  @Column({ type: 'time' })
  starts!: string;

  @Column({ type: 'time' })
  ends!: string;
}

/** What has been made a case of already. */
@Entity('desk_noted')
export class DeskNoted {
  @PrimaryColumn({ type: 'text' })
  subject!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;
}

import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { DelayId, ProviderId, VisitId } from '../ids';

@Entity('delay')
export class Delay {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: DelayId;

  @Column({ type: 'bigint', name: 'provider_id' })
  providerId!: ProviderId;

  @Column({ type: 'date' })
  day!: string;

  @Column({ type: 'smallint' })
  minutes!: number;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'text', name: 'reported_by' })
  reportedBy!: string;

  @Column({ type: 'timestamptz', name: 'reported_at' })
  reportedAt!: Date;
}

@Entity('delay_notice')
export class DelayNotice {
  @PrimaryColumn({ type: 'bigint', name: 'visit_id' })
  visitId!: VisitId;

  @Column({ type: 'bigint', name: 'delay_id' })
  delayId!: DelayId;

  @Column({ type: 'smallint' })
  minutes!: number;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'smallint' })
  told!: number;

  @Column({ type: 'timestamptz', name: 'told_at' })
  toldAt!: Date;

  @Column({ type: 'text', nullable: true })
  answer!: 'wait' | 'video' | null;

  @Column({ type: 'timestamptz', name: 'answered_at', nullable: true })
  answeredAt!: Date | null;
}

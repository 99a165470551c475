import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AccountId, ClinicId } from '../ids';

/** Somebody who wants the figures of a clinic by mail. */
@Entity('summary_wish')
export class SummaryWish {
  @PrimaryColumn({ type: 'bigint', name: 'account_id' })
  accountId!: AccountId;

  @PrimaryColumn({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @PrimaryColumn({ type: 'text' })
  every!: 'day' | 'week' | 'month';

  @Column({ type: 'date', name: 'told_until', nullable: true })
  toldUntil!: string | null;
}

import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { CalendarFeedId, ClinicId, ContactId, ProviderId, WebhookId } from '../ids';

/** Where another system of a clinic wants to be told what happens. */
@Entity('webhook')
export class Webhook {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: WebhookId;

  @Column({ type: 'bigint', name: 'clinic_id' })
  clinicId!: ClinicId;

  @Column({ type: 'bigint', name: 'contact_id' })
  contactId!: ContactId;

  @Column({ type: 'text' })
  url!: string;

  @Column({ type: 'text' })
  secret!: string;

  @Column({ type: 'text', array: true })
  events!: string[];

  @Column({ type: 'text', name: 'made_by' })
  madeBy!: string;

  @Column({ type: 'timestamptz', name: 'made_at' })
  madeAt!: Date;

  @Column({ type: 'timestamptz', name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}

/** A provider's calendar at an address that cannot be guessed. */
@Entity('calendar_feed')
export class CalendarFeed {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: CalendarFeedId;

  @Column({ type: 'bigint', name: 'provider_id' })
  providerId!: ProviderId;

  @Column({ type: 'text', name: 'token_hash' })
  tokenHash!: string;

  @Column({ type: 'boolean' })
  names!: boolean;

  @Column({ type: 'text', name: 'made_by' })
  madeBy!: string;

  @Column({ type: 'timestamptz', name: 'made_at' })
  madeAt!: Date;

  @Column({ type: 'timestamptz', name: 'used_at', nullable: true })
  usedAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}

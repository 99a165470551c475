import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { ClinicId, ContactId, DialogueStepId, InboxId } from '../ids';

/** A question that was put to somebody, by the name of its phrase. */
@Entity('dialogue_step')
export class DialogueStep {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: DialogueStepId;

  @Column({ type: 'bigint', name: 'contact_id' })
  contactId!: ContactId;

  @Column({ type: 'bigint', name: 'clinic_id', nullable: true })
  clinicId!: ClinicId | null;

  @Column({ type: 'text' })
  language!: string;

  @Column({ type: 'text' })
  flow!: string;

  @Column({ type: 'text' })
  asked!: string;

  @Column({ type: 'bigint', name: 'inbox_id' })
  inboxId!: InboxId;

  @Column({ type: 'timestamptz' })
  at!: Date;
}

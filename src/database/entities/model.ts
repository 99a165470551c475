import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ContactId, InboxId } from '../ids';

@Entity('model_use')
export class ModelUse {
  @PrimaryColumn({ type: 'bigint', name: 'contact_id' })
  contactId!: ContactId;

  @PrimaryColumn({ type: 'date' })
  day!: string;

  @Column({ type: 'integer' })
  tokens!: number;
}

@Entity('model_opinion')
export class ModelOpinion {
  @PrimaryColumn({ type: 'bigint', name: 'inbox_id' })
  inboxId!: InboxId;

  @Column({ type: 'text' })
  rules!: string;

  @Column({ type: 'text' })
  model!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ContactId, VisitId } from '../ids';

/** What a calendar has been told of a visit. */
@Entity('invitation')
export class Invitation {
  @PrimaryColumn({ type: 'bigint', name: 'visit_id' })
  visitId!: VisitId;

  @Column({ type: 'uuid' })
  uid!: string;

  @Column({ type: 'integer' })
  number!: number;

  @Column({ type: 'text', nullable: true })
  told!: string | null;

  @Column({ type: 'bigint', name: 'contact_id', nullable: true })
  contactId!: ContactId | null;

  @Column({ type: 'boolean' })
  due!: boolean;
}

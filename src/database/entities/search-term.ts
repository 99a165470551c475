import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ClinicId } from '../ids';

@Entity('search_term')
export class SearchTerm {
  @PrimaryColumn({ type: 'text' })
  kind!: 'provider' | 'specialty' | 'service' | 'place' | 'clinic';

  @PrimaryColumn({ type: 'text' })
  target!: string;

  @Column({ type: 'bigint', name: 'clinic_id', nullable: true })
  clinicId!: ClinicId | null;

  @Column({ type: 'text', nullable: true })
  language!: string | null;

  @PrimaryColumn({ type: 'text' })
  term!: string;

  @Column({ type: 'text' })
  sound!: string;
}

import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { ProviderId, ServiceId, SpecialtyCode } from '../ids';
import type { Names, Words } from './words';

@Entity('specialty')
export class Specialty {
  @PrimaryColumn({ type: 'text' })
  code!: SpecialtyCode;

  @Column({ type: 'jsonb' })
  names!: Names;

  @Column({ type: 'jsonb' })
  words!: Words;
}

@Entity('provider')
export class Provider {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: ProviderId;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'jsonb' })
  names!: Names;

  @Column({ type: 'text', array: true })
  languages!: string[];

  @Column({ type: 'text' })
  about!: string;

  @Column({ type: 'smallint', name: 'daily_cap', nullable: true })
  dailyCap!: number | null;

  @Column({ type: 'timestamptz', name: 'left_at', nullable: true })
  leftAt!: Date | null;
}

@Entity('provider_specialty')
export class ProviderSpecialty {
  @PrimaryColumn({ type: 'bigint', name: 'provider_id' })
  providerId!: ProviderId;

  @PrimaryColumn({ type: 'text' })
  specialty!: SpecialtyCode;
}

@Entity('provider_service')
export class ProviderService {
  @PrimaryColumn({ type: 'bigint', name: 'provider_id' })
  providerId!: ProviderId;

  @PrimaryColumn({ type: 'bigint', name: 'service_id' })
  serviceId!: ServiceId;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('channel_memory')
export class ChannelMemory {
  @PrimaryColumn({ type: 'text' })
  channel!: string;

  @PrimaryColumn({ type: 'text' })
  key!: string;

  @Column({ type: 'jsonb' })
  value!: Record<string, unknown>;

  @Column({ type: 'timestamptz', name: 'kept_at' })
  keptAt!: Date;

  @Column({ type: 'boolean', name: 'for_good' })
  forGood!: boolean;
}

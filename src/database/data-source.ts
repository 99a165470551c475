import 'reflect-metadata';
import { DataSource } from 'typeorm';

export function createDataSource(url: string): DataSource {
  return new DataSource({ type: 'postgres', url, synchronize: false, poolSize: 10, installExtensions: false });
}

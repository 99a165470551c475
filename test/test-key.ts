import { Secret } from '../src/secret';
import { useKeys } from '../src/sealing/sealed';

/** The key of every test database. */
export const TEST_KEY = 'k'.repeat(32);

useKeys(new Secret(TEST_KEY));

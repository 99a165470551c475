import { startTestServer } from './test-server';

export default async function globalSetup(): Promise<void> {
  const server = await startTestServer({ durable: false });
  globalThis.endTestDatabase = server.end;
  process.env.MIADI_TEST_DATABASE = server.url;
}

declare global {
  var endTestDatabase: (() => Promise<void>) | undefined;
}

import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { startApp, type TestApp } from '../app';
import { describeInBrowser, openBrowser } from '../browser';

let app: TestApp & { address: string };
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.end());

const inboxCount = async (): Promise<number> => {
  const [row] = await app.dataSource.query(`select count(*)::int as n from inbox where source = 'web'`);
  return row.n;
};

test('the whole page is less than ten kilobytes on the wire', async () => {
  const { body } = await app.hub.inject({ url: '/chat' });
  expect(gzipSync(body).length).toBeLessThan(10 * 1024);
  expect(body).not.toMatch(/(?:src|href)="(?!data:|\/chat\/app\.webmanifest)/);
});

test('without a script it is a plain form: post, and the page shows what was said', async () => {
  const first = await app.hub.inject({ url: '/chat' });
  const cookie = String(first.headers['set-cookie']).split(';')[0]!;
  const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' };
  const posted = await app.hub.inject({ method: 'POST', url: '/chat', headers, payload: 'id=plainform1&text=hello' });
  expect([posted.statusCode, posted.headers.location]).toEqual([303, '/chat']);
  const { body } = await app.hub.inject({ url: '/chat', headers: { cookie } });
  expect(body).toContain('<li dir="auto" class="me">hello</li>');
  expect(body).toMatch(/<button name="tap" value="p1c1 /);
});

test('the same id twice is one message', async () => {
  const first = await app.hub.inject({ url: '/chat' });
  const cookie = String(first.headers['set-cookie']).split(';')[0]!;
  const before = await inboxCount();
  const send = () =>
    app.hub.inject({
      method: 'POST',
      url: '/chat/messages',
      headers: { cookie },
      payload: { id: 'twice-the-same', text: 'hello' },
    });
  await Promise.all([send(), send(), send()]);
  expect(await inboxCount()).toBe(before + 1);
});

test.each([
  ['another site', { origin: 'https://evil.example' }],
  ['a page in a sandbox', { origin: 'null' }],
])('%s cannot write in somebody’s name', async (_, headers) => {
  const answer = await app.hub.inject({
    method: 'POST',
    url: '/chat/messages',
    headers,
    payload: { id: 'abcdefgh', text: 'x' },
  });
  expect(answer.statusCode).toBe(403);
});

test('nobody reads what another browser said', async () => {
  const first = await app.hub.inject({ url: '/chat' });
  const cookie = String(first.headers['set-cookie']).split(';')[0]!;
  await app.hub.inject({
    method: 'POST',
    url: '/chat/messages',
    headers: { cookie },
    payload: { id: 'private-1', text: 'canary-word' },
  });
  expect((await app.hub.inject({ url: '/chat' })).body).not.toContain('canary-word');
  expect((await app.hub.inject({ url: '/chat/messages' })).json()).toEqual([]);
});

test('what a patient writes is shown, and never run', async () => {
  const first = await app.hub.inject({ url: '/chat' });
  const cookie = String(first.headers['set-cookie']).split(';')[0]!;
  await app.hub.inject({
    method: 'POST',
    url: '/chat/messages',
    headers: { cookie },
    payload: { id: 'hostile-1', text: '<img src=x onerror=alert(1)>' },
  });
  const { body } = await app.hub.inject({ url: '/chat', headers: { cookie } });
  expect(body).not.toContain('<img');
});

describeInBrowser('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const context = await browser.newContext({ serviceWorkers: 'block', ...options });
    const page = await context.newPage();
    await page.goto(`${app.address}/chat`);
    return page;
  }
  const lines = (page: Page): Promise<string[]> => page.locator('li').allTextContents();

  test('without a script it is written in and tapped like any form', async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.locator('[name=text]').fill('hello');
    await page.locator('[name=text]').press('Enter');
    await page.locator('li.me', { hasText: 'hello' }).waitFor();
    await page.locator('button[name=tap]').first().click();
    await page.locator('li.me').nth(1).waitFor();
  });

  test('a message is answered, and a tap on a choice too', async () => {
    const page = await open();
    await page.getByRole('textbox').fill('hello');
    await page.keyboard.press('Enter');
    const choice = page.locator('form p button').first();
    await choice.waitFor();
    const label = await choice.textContent();
    await choice.click();
    await page.locator('li.me', { hasText: label! }).waitFor();
    await page.locator('li').nth(3).waitFor();
    expect(await page.locator('li.waiting').count()).toBe(0);
  });

  test('what is written on a dead line waits, says so, survives a reload, and is sent once', async () => {
    const page = await open();
    const before = await inboxCount();
    await page.route('**/chat/messages*', (route) => route.abort());
    for (const text of ['hello', 'dentist']) {
      await page.getByRole('textbox').fill(text);
      await page.keyboard.press('Enter');
    }
    expect(await page.locator('li.waiting').count()).toBe(2);
    expect((await lines(page)).join()).toContain('waiting for the line');
    await page.reload();
    expect(await page.locator('li.waiting').count()).toBe(2);
    await page.unroute('**/chat/messages*');
    await page.locator('li.waiting').nth(1).waitFor({ state: 'detached', timeout: 40_000 });
    await page.locator('li.waiting').first().waitFor({ state: 'detached' });
    expect(await inboxCount()).toBe(before + 2);
    const [first, second] = await lines(page);
    expect([first, second]).toContain('hello');
  });

  test('in Arabic it reads from the right', async () => {
    const page = await open({ locale: 'ar' });
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    expect(await page.getByRole('button').last().textContent()).toBe('إرسال');
  });

  test('it can be used with a keyboard alone', async () => {
    const page = await open();
    await page.keyboard.press('Tab');
    await page.keyboard.type('hello');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('li.me', { hasText: 'hello' }).waitFor();
  });

  test('nothing on it breaks the rules it came with', async () => {
    const context = await browser.newContext({ serviceWorkers: 'block' });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(`${app.address}/chat`);
    await page.getByRole('textbox').fill('hello');
    await page.keyboard.press('Enter');
    await page.locator('form p button').first().waitFor();
    expect(complaints).toEqual([]);
  });
});

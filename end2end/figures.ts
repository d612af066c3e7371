// What a first visit downloads, what a page costs the server, and what Lighthouse says. Printed, not judged.
import { chromium } from '@playwright/test';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DESK, PHONE, expect, test } from './fixtures';
import { listen, signIn } from './people';
import { freshFolder } from './server';
import { Desk, Phone } from './ticket';

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;
const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

test('what a first visit downloads', async ({ visitor, house }) => {
  const { page } = await visitor(PHONE);
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  const urls = new Map<string, string>();
  const sizes = new Map<string, number>();
  line.on('Network.responseReceived', ({ requestId, response }) => urls.set(requestId, response.url.replace(house.url, '')));
  line.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(urls.get(requestId) ?? '?', encodedDataLength));
  const report = (title: string) => {
    let total = 0;
    console.log(`\n${title}`);
    for (const [url, size] of sizes) {
      console.log(`  ${kilobytes(size).padStart(10)}  ${url}`);
      total += size;
    }
    console.log(`  ${kilobytes(total).padStart(10)}  in all`);
    sizes.clear();
  };
  await page.goto('/sign-in', { waitUntil: 'networkidle' });
  report('first visit: the door');
  await signIn(page, 'ada@cordee.test');
  await page.waitForLoadState('networkidle');
  report('then, signed in: home');
  const grace = await visitor(DESK);
  const desk = await grace.page.context().newCDPSession(grace.page);
  await desk.send('Network.enable');
  desk.on('Network.responseReceived', ({ requestId, response }) => urls.set(requestId, response.url.replace(house.url, '')));
  desk.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(urls.get(requestId) ?? '?', encodedDataLength));
  await signIn(grace.page, 'grace@cordee.test');
  await grace.page.waitForLoadState('networkidle');
  report('a technician: the door and the desk, with their lazy pieces');
});

test('what a ticket page costs the server', async ({ ada, house }) => {
  const phone = new Phone(ada.page);
  const number = await phone.ask('Trente messages pour mesurer.');
  for (let n = 1; n <= 29; n++) await phone.write(`Message ${n} : la page est dessinée par le serveur.`);
  await expect(ada.page.getByText('Message 29').first()).toBeVisible();
  const cookie = (await ada.page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  await ada.page.goto('about:blank');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const fetchOnce = () =>
    new Promise<number>((resolve, reject) => {
      const began = process.hrtime.bigint();
      get(`${house.url}/tickets/${number}`, { agent, headers: { cookie, accept: 'text/html' } }, (response) => {
        response.resume().on('end', () => (response.statusCode === 200 ? resolve(Number(process.hrtime.bigint() - began) / 1e6) : reject(new Error(`status ${response.statusCode}`))));
      }).on('error', reject);
    });
  const cpu = () => {
    const numbers = readFileSync(`/proc/${house.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(numbers[11]) + Number(numbers[12])) * 10_000;
  };
  for (let n = 0; n < 200; n++) await fetchOnce();
  const rounds = 2_000;
  const before = cpu();
  const times: number[] = [];
  for (let n = 0; n < rounds; n++) times.push(await fetchOnce());
  console.log(`\na signed-in ticket page with 30 entries: ${((cpu() - before) / rounds).toFixed(0)} µs of CPU, median ${median(times).toFixed(2)} ms at concurrency 1`);
});

test('a guided step on a cold slow line (400 kb/s, 400 ms), until the first tap that counts', async ({ visitor, grace }) => {
  const ada = await visitor(PHONE, 'ada@cordee.test');
  const desk = new Desk(grace.page);
  await desk.open(await new Phone(ada.page).ask('Mon imprimante P-12 n’imprime plus.'));
  await desk.take();
  await desk.start();
  const [seen, counted]: number[][] = [[], []];
  for (let round = 0; round < 5; round++) {
    await desk.write(`Éteignez l’imprimante, fois ${round + 1}.`);
    const cold = await visitor(PHONE, 'ada@cordee.test');
    const line = await cold.page.context().newCDPSession(cold.page);
    await line.send('Network.clearBrowserCache');
    await line.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 });
    const began = Date.now();
    await cold.page.goto(ada.page.url(), { waitUntil: 'commit' });
    const phone = new Phone(cold.page);
    await phone.answerButton('done').waitFor();
    seen.push(Date.now() - began);
    // Playwright presses once the button takes a tap.
    await phone.answerButton('done').click({ noWaitAfter: true });
    counted.push(Date.now() - began);
    await desk.seesAnswer(`${round + 1}`, 'done');
    await cold.page.context().close();
  }
  console.log(`\na guided step on a cold slow line, median of 5: seen after ${median(seen)} ms, the first tap that counts after ${median(counted)} ms`);
});

test('Lighthouse, mobile, median of 5', async ({ house, grace }) => {
  const profile = freshFolder();
  const executablePath = '/usr/bin/chromium';
  await lighthouse('sign-in', `${house.url}/sign-in`, freshFolder());
  // Ada signs in; her browser is closed and Lighthouse opens it again with her cookies.
  const context = await chromium.launchPersistentContext(profile, { executablePath, baseURL: house.url, locale: 'fr-FR', ...PHONE, args: FLAGS });
  await listen(context);
  const page = await context.newPage();
  await signIn(page, 'ada@cordee.test');
  const number = await new Phone(page).ask('Mon imprimante P-12 n’imprime plus.');
  await context.close();
  await lighthouse('ticket', `${house.url}/tickets/${number}`, profile);
  const desk = new Desk(grace.page);
  await desk.open(number);
  await desk.take();
  await desk.start();
  await desk.write('Éteignez l’imprimante.');
  await lighthouse('guidance', `${house.url}/tickets/${number}`, profile);
});

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Five runs in a browser of its own, which nobody else drives. */
async function lighthouse(name: string, url: string, profile: string): Promise<void> {
  const scores: Record<string, number[]> = {};
  const failed = new Set<string>();
  const flags = [...FLAGS, '--headless=new', `--user-data-dir=${profile}`].join(' ');
  const words = [url, `--chrome-flags=${flags}`, '--output=json', '--quiet', '--disable-storage-reset', '--only-categories=performance,accessibility,best-practices'];
  const blocked: number[] = [];
  const look = async (tries: number): Promise<string> => {
    const seen = promisify(execFile)(join(__dirname, 'node_modules/.bin/lighthouse'), words, { maxBuffer: 1 << 28, env: { ...process.env, CHROME_PATH: '/usr/bin/chromium' } });
    // Now and then it misses the beginning of its own recording.
    return seen.then(({ stdout }) => stdout, (error) => (tries > 0 && /NO_NAVSTART/.test(error.message) ? look(tries - 1) : Promise.reject(error)));
  };
  for (let n = 0; n < Number(process.env.CORDEE_ROUNDS ?? 5); n++) {
    const report = JSON.parse(await look(3));
    expect(report.finalDisplayedUrl, 'Lighthouse saw the page it was sent to').toBe(url);
    blocked.push(report.audits['total-blocking-time'].numericValue);
    for (const [key, category] of Object.entries<any>(report.categories)) {
      (scores[key] ??= []).push(Math.round(category.score * 100));
      for (const { id, weight } of category.auditRefs) if (weight > 0 && (report.audits[id].score ?? 1) < 0.9) failed.add(id);
    }
  }
  console.log(`\nLighthouse, ${name}: ${Object.entries(scores).map(([key, list]) => `${key} ${median(list)}`).join(', ')}, blocked for ${median(blocked).toFixed(0)} ms${failed.size ? ` (below 90: ${[...failed].join(', ')})` : ''}`);
}

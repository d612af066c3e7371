// (c) What the machine under the server may do: a full disk, a disk that fails, a clock that jumps; and a phone that hangs, or finds nobody home.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Page } from '@playwright/test';
import { AHEAD, movedBy, now, shift } from './clock';
import { type Person, test as base, expect } from './fixtures';
import { awake } from './people';
import { type Scene, checkBoth, inHand } from './scene';
import { House, freshFolder } from './server';
import { answers, stored } from './ticket';
import { say } from './words';

const isReady = (house: House) => fetch(`${house.url}/readyz`).then((response) => response.ok);

/** Ada answers while nothing can be kept: to her it is on its way, and nobody else sees it; Grace can still read. */
async function answersInVain(house: House, ada: Person, grace: Person, { phone, number }: Scene): Promise<void> {
  await phone.answer('done');
  await expect(ada.page.getByText(say('guidance.answer_goes', { answer: say('guidance.done') }))).toBeVisible();
  await expect.poll(() => isReady(house), 'not ready').toBe(false);
  expect(answers(await stored(grace.page, number))).toEqual([]);
}

/** It has healed: the answer is there, once, and the next step goes its way. */
async function heals(house: House, grace: Person, scene: Scene): Promise<void> {
  await expect.poll(() => isReady(house), 'ready again').toBe(true);
  await scene.desk.seesAnswer('1', 'done');
  await scene.desk.write('Choisissez le casque.');
  await scene.phone.seesStep('Choisissez le casque.');
  expect(answers(await stored(grace.page, scene.number))).toEqual(['1.1 fait']);
  await checkBoth(scene);
}

const smallDisk = base.extend({
  house: async ({ template }, use) => {
    smallDisk.skip(process.getuid!() !== 0, 'only root may mount a small disk');
    const folder = freshFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'cordee-journey', folder]);
    try {
      const house = await House.open(template.folder, {}, folder);
      await use(house);
      await house.stop();
    } finally {
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true });
    }
  },
});

/** Fills the disk, and then what the database had in reserve: tickets are opened until even the smallest write is refused. */
async function fill(house: House, file: string, page: Page): Promise<void> {
  fillDisk(file);
  const open = () =>
    page.evaluate(async () => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
      return (await fetch('/fn/open_ticket', { method: 'POST', headers, body: `form[problem]=${'plein '.repeat(600)}` })).status;
    });
  for (let n = 0; n < 1_500; n++) if ((await open()) === 503 && !(await isReady(house))) return;
  throw new Error('the disk was never full');
}

function fillDisk(file: string): void {
  const ballast = openSync(file, 'w');
  for (let size = 1 << 16; size > 0; ) {
    try {
      writeSync(ballast, Buffer.alloc(size));
    } catch {
      size >>= 1;
    }
  }
  closeSync(ballast);
}

smallDisk('the disk is full: nothing is acknowledged that is not kept, reading goes on, and it heals by itself', async ({ house, ada, grace, linus }) => {
  const scene = await inHand(ada, grace);
  const ballast = join(house.data, 'ballast');
  linus.complaints.excuse(/status of 503/);
  await fill(house, ballast, linus.page);
  await answersInVain(house, ada, grace, scene);
  rmSync(ballast);
  await heals(house, grace, scene);
});

/** Makes every fsync of the process fail until it is ended. */
async function breakDisk(pid: number): Promise<ChildProcess> {
  const strace = spawn('strace', ['-f', '-p', String(pid), '-e', 'trace=fsync,fdatasync', '-e', 'inject=fsync,fdatasync:error=EIO'], { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    let said = '';
    strace.on('exit', () => reject(new Error(`strace: ${said}`)));
    strace.stderr!.on('data', (data) => (said += data).includes('attached') && resolve());
  });
  return strace;
}

async function mendDisk(broken: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => broken.once('exit', resolve));
  broken.kill();
  await gone;
}

base('the disk fails to sync: nothing is acknowledged, and it heals by itself', async ({ house, ada, grace }) => {
  const scene = await inHand(ada, grace);
  const broken = await breakDisk(house.pid!);
  await answersInVain(house, ada, grace, scene);
  await mendDisk(broken);
  await heals(house, grace, scene);
});

base('steps written while the disk fails come out in the order they were written in', async ({ house, ada, grace }) => {
  const scene = await inHand(ada, grace);
  const broken = await breakDisk(house.pid!);
  await scene.desk.write('Choisissez le casque.');
  await scene.desk.write('Faites un appel d’essai.');
  await expect.poll(() => isReady(house), 'not ready').toBe(false);
  await mendDisk(broken);
  await expect.poll(() => isReady(house), 'ready again').toBe(true);
  // While the first one still rests after its try in vain.
  await scene.desk.write('Raccrochez.');
  await expect(scene.desk.drafts()).toContainText(['Choisissez le casque.', 'Faites un appel d’essai.', 'Raccrochez.'], { timeout: 15_000 });
  for (const text of ['Choisissez le casque.', 'Faites un appel d’essai.', 'Raccrochez.']) {
    await scene.phone.answer('done');
    await scene.phone.seesStep(text);
  }
  await checkBoth(scene);
});

const timeFile = join(freshFolder(), 'faketime');

base.describe('with a clock of its own', () => {
  base.use({ settings: movedBy(timeFile) });
  const move = (hours: number) => writeFileSync(timeFile, shift(AHEAD + hours * 3_600_000));
  base.beforeEach(() => move(0));

  for (const [title, hours] of [['a day ahead', 24], ['a day back', -24]] as const) {
    base(`the server’s clock jumps ${title} between two steps, and back again`, async ({ ada, grace }) => {
      const scene = await inHand(ada, grace);
      move(hours);
      await scene.phone.answer('done');
      await scene.desk.seesAnswer('1', 'done');
      await scene.desk.write('Choisissez le casque.');
      await scene.phone.seesStep('Choisissez le casque.');
      const there = await stored(grace.page, scene.number);
      expect(Math.abs(Date.parse(there.at(-1)!.at) - now() - hours * 3_600_000), 'the server lived elsewhere in time').toBeLessThan(60_000);
      move(0);
      await scene.phone.answer('failed');
      await scene.desk.seesAnswer('2', 'failed');
      expect(answers(await stored(grace.page, scene.number))).toEqual(['1.1 fait', '2.1 pas_marche']);
      await checkBoth(scene);
    });
  }
});

base('a phone that hangs for half a minute reads nothing, then everything', async ({ ada, grace }) => {
  base.setTimeout(150_000);
  const scene = await inHand(ada, grace);
  await scene.phone.answer('done');
  await scene.desk.seesAnswer('1', 'done');
  const hanging = ada.page.evaluate(() => {
    for (const until = Date.now() + 30_000; Date.now() < until; );
  });
  await scene.desk.write('Choisissez le casque.');
  for (let n = 1; n <= 20; n++) await scene.desk.write(`Étape à venir n° ${n}.`);
  await hanging;
  await scene.phone.seesStep('Choisissez le casque.');
  await scene.phone.answer('done');
  await scene.phone.seesStep('Étape à venir n° 1.');
  await checkBoth(scene);
});

base('the page is opened while the server is away: it says so, and opens when it is back', async ({ house, ada, grace }) => {
  for (const person of [ada, grace]) person.complaints.excuseBrokenLine();
  const scene = await inHand(ada, grace);
  await ada.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await house.kill();
  await ada.page.reload({ waitUntil: 'domcontentloaded' });
  await expect(ada.page.getByRole('heading', { name: 'La ligne est coupée' })).toBeVisible();
  await house.start();
  await scene.phone.seesStep('Montez le volume.');
  await awake(ada.page);
  await scene.phone.answer('done');
  await scene.desk.seesAnswer('1', 'done');
  await checkBoth(scene);
});

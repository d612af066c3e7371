// A house with the demo company for each test, and the cast: Ada on her phone, Grace at her desk, Linus the administrator.
import { type Browser, type BrowserContextOptions, type Page, test as base } from '@playwright/test';
import { rmSync } from 'node:fs';
import { Complaints, checkAccessible } from './checks';
import { AHEAD, now } from './clock';
import { listen, signIn } from './people';
import { House, demoFolder } from './server';

export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
export const DESK = { viewport: { width: 1360, height: 820 } };

/** Somebody with a browser of their own. */
export type Person = { page: Page; complaints: Complaints };

type Cast = {
  /** Settings of the server, for `test.use`. */
  settings: Record<string, string>;
  house: House;
  /** A visitor with a browser of their own; signed in where an address is given. */
  visitor: (device: BrowserContextOptions, email?: string) => Promise<Person>;
  ada: Person;
  grace: Person;
  linus: Person;
};

async function visit(browser: Browser, house: House, device: BrowserContextOptions): Promise<Person> {
  const context = await browser.newContext({ locale: 'fr-FR', timezoneId: 'Europe/Paris', reducedMotion: 'reduce', ...device, baseURL: house.url });
  if (AHEAD) await context.clock.install({ time: now() });
  await listen(context);
  const complaints = new Complaints();
  context.on('page', (page) => complaints.watch(page));
  return { page: await context.newPage(), complaints };
}

export const test = base.extend<Cast, { template: string }>({
  template: [
    async ({}, use) => {
      const folder = demoFolder();
      await use(folder);
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  settings: [{}, { option: true }],
  house: async ({ template, settings }, use, info) => {
    const house = await House.open(template, settings);
    await use(house);
    if (info.status !== info.expectedStatus) await info.attach('server.log', { body: house.log(), contentType: 'text/plain' });
    await house.close();
  },
  visitor: async ({ browser, house }, use) => {
    const people: Person[] = [];
    await use(async (device, email) => {
      const person = await visit(browser, house, device);
      people.push(person);
      if (email) await signIn(person.page, email);
      return person;
    });
    for (const { page, complaints } of people) {
      await page.context().close();
      complaints.check();
    }
  },
  ada: async ({ visitor }, use) => use(await visitor(PHONE, 'ada@cordee.test')),
  grace: async ({ visitor }, use) => use(await visitor(DESK, 'grace@cordee.test')),
  linus: async ({ visitor }, use) => use(await visitor(DESK, 'linus@cordee.test')),
});

export { checkAccessible };
export { expect } from '@playwright/test';

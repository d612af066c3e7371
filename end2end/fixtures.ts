// A house with the demo company for each test, and the cast: Ada on her phone, Grace at her desk, Linus the administrator.
// They have signed in already, in the template each house is a copy of: signing in is tried where it is the matter.
import { type Browser, type BrowserContextOptions, type Page, expect, request, test as base } from '@playwright/test';
import { rmSync } from 'node:fs';
import { Complaints, checkAccessible } from './checks';
import { AHEAD, now } from './clock';
import { listen, signIn } from './people';
import { House, PASSWORD, demoFolder } from './server';

export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
/** `bin/ci --long`: what takes long, of which other runs do a short one. */
export const LONG = !!process.env.CORDEE_LONG;
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

type Session = Awaited<ReturnType<Awaited<ReturnType<typeof request.newContext>>['storageState']>>;

/** The data folder that is copied for each test, and who has signed in there. */
type Template = { folder: string; sessions: Record<string, Session> };

/** Whoever a test may begin with. */
const CAST = ['ada@cordee.test', 'grace@cordee.test', 'linus@cordee.test', 'radia@cordee.test'];

async function signedInTemplate(browser: Browser): Promise<Template> {
  const folder = demoFolder();
  const house = await House.open(undefined, {}, folder);
  const page = await browser.newPage();
  const userAgent = await page.evaluate(() => navigator.userAgent);
  await page.close();
  const sessions: Template['sessions'] = {};
  for (const login of CAST) {
    const visitor = await request.newContext({ baseURL: house.url, userAgent, extraHTTPHeaders: { origin: house.url } });
    expect((await visitor.post('/fn/sign_in', { form: { login, password: PASSWORD, next: '' } })).ok()).toBe(true);
    sessions[login] = await visitor.storageState();
    await visitor.dispose();
  }
  await house.stop();
  return { folder, sessions };
}

async function visit(browser: Browser, house: House, device: BrowserContextOptions): Promise<Person> {
  const context = await browser.newContext({ locale: 'fr-FR', timezoneId: 'Europe/Paris', reducedMotion: 'reduce', ...device, baseURL: house.url });
  if (AHEAD) await context.clock.install({ time: now() });
  await listen(context);
  const complaints = new Complaints();
  context.on('page', (page) => complaints.watch(page));
  return { page: await context.newPage(), complaints };
}

export const test = base.extend<Cast, { template: Template }>({
  template: [
    async ({ browser }, use) => {
      const template = await signedInTemplate(browser);
      await use(template);
      rmSync(template.folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  settings: [{}, { option: true }],
  house: async ({ template, settings }, use, info) => {
    const house = await House.open(template.folder, settings);
    await use(house);
    if (info.status !== info.expectedStatus) await info.attach('server.log', { body: house.log(), contentType: 'text/plain' });
    await house.close();
  },
  visitor: async ({ browser, house, template }, use) => {
    const people: Person[] = [];
    const sessions = { ...template.sessions };
    await use(async (device, email) => {
      const storageState = email ? sessions[email] : undefined;
      const person = await visit(browser, house, { ...device, storageState });
      people.push(person);
      if (storageState) {
        // A session is one browser's.
        delete sessions[email!];
        await person.page.goto('/');
      } else if (email) await signIn(person.page, email);
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

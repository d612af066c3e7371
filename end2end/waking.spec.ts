// A page that was changed before it woke up: by a translator, by an extension. It draws itself afresh, or stays plain and says so.
import type { BrowserContext, Page } from '@playwright/test';
import { DESK, PHONE, expect, test, type Person } from './fixtures';
import { inHand } from './scene';
import { Desk, Phone } from './ticket';
import { say } from './words';

/** Changes every page of this browser before its program has come, as soon as its document stands. */
async function changeEarly(context: BrowserContext, change: () => void): Promise<void> {
  await context.addInitScript(`addEventListener('DOMContentLoaded', ${change.toString()})`);
  // The program comes after the change.
  await context.route('**/cordee.wasm', async (route) => {
    await new Promise((soon) => setTimeout(soon, 700));
    await route.continue();
  });
}

const CHANGES: Record<string, () => void> = {
  'a translator puts its pieces in place of every text': () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts) {
      if (!text.data.trim() || text.parentElement?.closest('script, style, textarea')) continue;
      const outer = document.createElement('font');
      outer.append(document.createElement('font'));
      outer.firstElementChild!.textContent = text.data;
      text.replaceWith(outer);
    }
  },
  'an extension puts an element after every field': () => {
    for (const field of document.querySelectorAll('input, textarea')) field.after(document.createElement('span'));
  },
  'an extension puts an element before everything': () => document.body.prepend(document.createElement('div')),
};

const awake = (page: Page) => expect(page.locator('html[data-awake]')).toHaveCount(1, { timeout: 20_000 });

function excuse({ complaints }: Person): void {
  complaints.excuse(/hydration|unreachable|RuntimeError|panicked|Unrecoverable/i);
}

for (const [what, change] of Object.entries(CHANGES)) {
  test(`${what}: the new-ticket page draws itself afresh, with what was typed`, async ({ visitor }) => {
    const ada = await visitor(PHONE, 'ada@cordee.test');
    excuse(ada);
    await changeEarly(ada.page.context(), change);
    await ada.page.goto('/tickets/new', { waitUntil: 'commit' });
    await ada.page.getByLabel(say('tickets.problem')).fill('La page a été traduite.');
    await awake(ada.page);
    await expect(ada.page.getByLabel(say('tickets.problem'))).toHaveValue('La page a été traduite.');
    await expect(ada.page.getByRole('textbox', { name: say('tickets.title') }), 'the page lives: it proposes a title').toHaveValue('La page a été traduite');
    await ada.page.getByRole('button', { name: say('tickets.send') }).click();
    await expect(ada.page).toHaveURL(/\/tickets\/\d+$/);
  });
}

test('a guided page that was translated before it woke up shows the next step', async ({ visitor, grace }) => {
  const ada = await visitor(PHONE, 'ada@cordee.test');
  const number = await new Phone(ada.page).ask('L’écran est noir.');
  excuse(ada);
  const desk = new Desk(grace.page);
  await desk.open(number);
  await desk.take();
  await desk.start();
  await desk.write('Branchez l’écran.');
  await changeEarly(ada.page.context(), CHANGES['a translator puts its pieces in place of every text']);
  await ada.page.reload();
  await awake(ada.page);
  const phone = new Phone(ada.page);
  await phone.seesStep('Branchez l’écran.');
  await phone.answer('done');
  await desk.seesAnswer('1', 'done');
  await desk.write('Allumez l’écran.');
  await phone.seesStep('Allumez l’écran.');
});

test('a page whose pieces come late is taken over as it was drawn, and only then shows what this browser keeps', async ({ ada: { page } }) => {
  const phone = new Phone(page);
  await phone.ask('L’écran est noir.');
  await page.routeWebSocket('**/live', (socket) => socket.close());
  await page.reload();
  await awake(page);
  await phone.write('Il est resté noir toute la matinée.');
  const kept = page.getByText('Il est resté noir toute la matinée.');
  await expect(kept).toBeVisible();
  let [held, letGo] = [0, () => {}];
  const released = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(/(chunk|split)_.*\.wasm$/, async (route) => {
    held += 1;
    await released;
    await route.continue();
  });
  await page.reload({ waitUntil: 'commit' });
  await expect.poll(() => held, 'the pieces are on their way').toBeGreaterThan(2);
  await expect(page.getByText('L’écran est noir.').first()).toBeVisible();
  await expect(kept).toHaveCount(0);
  await expect(page.locator('html[data-awake]')).toHaveCount(0);
  letGo();
  await awake(page);
  await expect(kept).toBeVisible();
});

/** Loads the page again. Each of its parts is taken over by a timer that is due at once: none comes after the first. */
async function stopAfterFirstPart(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const native = window.setTimeout;
    const page = Object.assign(window, { due: 0 });
    page.setTimeout = ((run: () => void, after: number) => (after > 0 || ++page.due === 1 ? native(run, after) : 0)) as typeof setTimeout;
  });
  await page.reload();
  await page.waitForFunction(() => 'due' in window && window.due === 2);
}

test('whoever touches a page that is taken over in part finds it whole', async ({ ada, grace }) => {
  const { phone, desk } = await inHand(ada, grace);
  await stopAfterFirstPart(ada.page);
  await expect(ada.page.locator('html[data-awake]')).toHaveCount(0);
  const loaded = await ada.page.evaluate(() => performance.timeOrigin);
  await phone.answer('done');
  await desk.seesAnswer('1', 'done');
  await awake(ada.page);
  expect(await ada.page.evaluate(() => performance.timeOrigin), 'the page itself took the tap').toBe(loaded);
});

test('a part that was changed before its turn has the page drawn afresh, also when it is touched', async ({ visitor, grace }) => {
  const ada = await visitor(PHONE, 'ada@cordee.test');
  excuse(ada);
  const { phone, desk } = await inHand(ada, grace);
  await stopAfterFirstPart(ada.page);
  await ada.page.evaluate(() => document.querySelectorAll('.screen-foot .later').forEach((part) => part.replaceChildren()));
  await ada.page.locator('.screen-head').click();
  await awake(ada.page);
  await phone.answer('done');
  await desk.seesAnswer('1', 'done');
});

test('a page whose program cannot be had says so, and its forms are sent', async ({ visitor }) => {
  const linus = await visitor(DESK, 'linus@cordee.test');
  linus.complaints.excuse(/404|wasm|WebAssembly|module/i);
  await linus.page.context().route('**/cordee.wasm', (route) => route.fulfill({ status: 404, body: '' }));
  await linus.page.goto('/profile');
  await expect(linus.page.getByRole('alert')).toContainText(say('ui.page_plain'));
  await linus.page.getByLabel(say('accounts.name'), { exact: true }).fill('Linus B. Torvalds');
  await linus.page.getByRole('button', { name: say('ui.save') }).first().click();
  await expect(linus.page.getByText(say('ui.form_done'))).toBeVisible();
  await expect(linus.page.getByLabel(say('accounts.name'), { exact: true })).toHaveValue('Linus B. Torvalds');
});

test('a page of another build goes on by loading, and a piece that is gone is no page', async ({ ada }) => {
  ada.complaints.excuse(/404|unreachable|RuntimeError|panicked|load callback|Failed to load|wasm|TypeError/i);
  await ada.page.goto('/tickets');
  await awake(ada.page);
  await ada.page.context().route('**/chunk_*.wasm', (route) => route.fulfill({ status: 404, body: '' }), { times: 1 });
  await ada.page.context().route('**/split_*.wasm', (route) => route.fulfill({ status: 404, body: '' }), { times: 1 });
  await ada.page.getByRole('button', { name: say('accounts.menu_of', { name: 'Ada Lovelace' }) }).click();
  await ada.page.getByRole('link', { name: say('accounts.my_account') }).click();
  await expect(ada.page).toHaveURL(/\/profile$/);
  await expect(ada.page.getByLabel(say('accounts.name'), { exact: true })).toHaveValue('Ada Lovelace');
  await awake(ada.page);
  for (const path of ['/a/0000000000000000/pkg/split.wasm', '/made-up.js', '/fonts/none.woff2']) {
    const gone = await ada.page.request.get(path);
    expect(gone.status(), path).toBe(404);
    expect(await gone.text(), path).not.toContain('<html');
  }
});

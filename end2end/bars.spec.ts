// Where each may go: the bars by role, above on a desktop, below on a phone; what a bar has no room for, and what stands behind one's initials.
import type { Page } from '@playwright/test';
import { DESK, PHONE, checkAccessible, expect, test } from './fixtures';
import { checkFits } from './checks';
import { awake } from './people';
import { Desk, Phone } from './ticket';
import { say } from './words';

const bar = (page: Page) => page.getByRole('navigation', { name: say('app.places') });
const link = (page: Page, key: string) => bar(page).getByRole('link', { name: say(key), exact: true });

/** These places are offered, in this order, and this one is where the person is. */
async function offers(page: Page, keys: string[], here: string): Promise<void> {
  await expect(bar(page)).toHaveCount(1);
  await expect(bar(page).getByRole('link').filter({ visible: true })).toHaveText(keys.map((key) => say(key)));
  await expect(bar(page).locator('[aria-current=page]:visible')).toHaveText(say(here));
}

test('each role has its places, on a desktop in words, on a phone with pictures', async ({ visitor }) => {
  const more = ['app.desk_short', 'app.tickets', 'app.more'];
  for (const [email, wide, narrow] of [
    ['ada@cordee.test', ['app.home', 'app.my_tickets'], ['app.home', 'app.my_tickets']],
    ['grace@cordee.test', ['app.desk', 'app.tickets'], more],
    ['linus@cordee.test', ['app.desk', 'app.tickets', 'app.administration'], more],
  ] as const) {
    const { page } = await visitor(DESK, email);
    await offers(page, [...wide], wide[0]);
    await expect(bar(page).locator('svg')).toHaveCount(0);
    await page.setViewportSize(PHONE.viewport);
    await offers(page, [...narrow], narrow[0]);
    await expect(bar(page).locator('svg')).toHaveCount(narrow.length);
    await link(page, narrow[1]).click();
    await offers(page, [...narrow], narrow[1]);
    for (const box of await bar(page).getByRole('link').evaluateAll((links) => links.map((link) => link.getBoundingClientRect().height))) {
      expect(box, 'a thumb finds it').toBeGreaterThanOrEqual(44);
    }
  }
});

test('by the keyboard: from the bar to the page, which is told and takes the focus', async ({ grace: { page } }) => {
  await awake(page);
  await link(page, 'app.desk').focus();
  await page.keyboard.press('Tab');
  await expect(link(page, 'app.tickets')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/tickets\/all$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('desk.view_all'));
  await expect(page.getByRole('main')).toBeFocused();
  await expect(link(page, 'app.tickets')).toHaveAttribute('aria-current', 'page');
  await page.setViewportSize(PHONE.viewport);
  await link(page, 'app.more').press('Enter');
  await expect(page.getByRole('link', { name: say('tickets.my_requests') })).toBeVisible();
});

test('between phone and desktop an administrator’s bar ends with *Plus*', async ({ linus: { page } }) => {
  await page.setViewportSize({ width: 900, height: 700 });
  await offers(page, ['app.desk', 'app.tickets', 'app.more'], 'app.desk');
  await link(page, 'app.more').click();
  await page.getByRole('main').getByRole('link', { name: say('app.administration') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('app.administration'));
  await offers(page, ['app.desk', 'app.tickets', 'app.more'], 'app.more');
});

test('a screen with its own head hides both bars on a phone, and the last thing on a page is not under the bar', async ({ ada, grace }) => {
  const phone = new Phone(ada.page);
  const number = await phone.ask('Mon clavier colle.');
  const brand = (page: Page) => page.getByRole('banner').getByRole('link', { name: say('ui.home') });
  for (const path of [`/tickets/${number}`, `/tickets/${number}/print`]) {
    await ada.page.goto(path);
    await expect(bar(ada.page)).toHaveCount(0);
    await expect(brand(ada.page)).toHaveCount(0);
  }
  await ada.page.goto('/tickets');
  const last = ada.page.getByRole('listitem').last();
  await last.scrollIntoViewIfNeeded();
  await ada.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const [row, below] = [(await last.boundingBox())!, (await bar(ada.page).boundingBox())!];
  expect(row.y + row.height).toBeLessThanOrEqual(below.y + 1);
  await grace.page.setViewportSize(PHONE.viewport);
  await grace.page.goto('/desk?tab=all');
  await expect(bar(grace.page)).toBeInViewport();
  await new Desk(grace.page).open(number);
  await expect(bar(grace.page)).toHaveCount(0);
});

test('Grace asks for something herself: behind her initials, in *Plus*, and the way back', async ({ visitor, grace: { page } }) => {
  await awake(page);
  const menu = () => page.getByRole('button', { name: say('accounts.menu_of', { name: 'Grace Hopper' }) }).click();
  await menu();
  await page.locator('#account-menu').getByRole('link', { name: say('tickets.new_ticket') }).click();
  await page.getByLabel(say('tickets.problem')).fill('Mon écran vacille.');
  await page.getByRole('button', { name: say('tickets.send') }).click();
  await expect(page).toHaveURL(/\/tickets\/\d+$/);
  await page.getByRole('link', { name: say('desk.back_to_tickets') }).click();
  await expect(page).toHaveURL(/\/tickets$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('tickets.my_requests'));
  await expect(page.getByRole('link', { name: /Mon écran vacille/ })).toContainText(say('tickets.waits_for_technician'));
  await page.goto('/desk');
  await awake(page);
  await menu();
  await page.locator('#account-menu').getByRole('link', { name: say('tickets.my_requests') }).click();
  await page.getByRole('link', { name: /Mon écran vacille/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mon écran vacille');

  const plain = await visitor({ ...PHONE, javaScriptEnabled: false }, 'radia@cordee.test');
  await link(plain.page, 'app.more').click();
  await plain.page.getByRole('link', { name: say('tickets.my_requests') }).click();
  await expect(plain.page.getByRole('heading', { level: 1 })).toHaveText(say('tickets.my_requests'));
});

test('all tickets are found, searched, and open on the desk', async ({ grace: { page } }) => {
  await page.goto('/tickets/all');
  await awake(page);
  const rows = page.locator('.grid tbody tr');
  expect(await rows.count()).toBeGreaterThan(3);
  await page.getByRole('searchbox').fill('introuvablement');
  await page.keyboard.press('Enter');
  await expect(page.getByText(say('desk.nothing_found'), { exact: true })).toBeVisible();
  await page.getByRole('searchbox').fill('imprimante');
  await page.keyboard.press('Enter');
  await rows.first().getByRole('link').click();
  await expect(page).toHaveURL(/\/desk\/\d+$/);
});

test('on a phone the line is a dot as long as all is well', async ({ ada }) => {
  const { page, complaints } = ada;
  complaints.excuseBrokenLine();
  await awake(page);
  const state = page.getByRole('banner').getByRole('status');
  expect((await state.boundingBox())!.width).toBeLessThan(32);
  await page.context().setOffline(true);
  await expect(state).toHaveText(/.+/);
  await expect.poll(async () => (await state.boundingBox())!.width).toBeGreaterThan(60);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the bars and what they lead to, ${colorScheme}: axe finds nothing, nothing sticks out`, async ({ visitor }) => {
    for (const [email, paths] of [['ada@cordee.test', ['/', '/tickets']], ['linus@cordee.test', ['/more', '/tickets/all', '/admin', '/admin/people']]] as const) {
      const { page } = await visitor({ ...DESK, colorScheme }, email);
      for (const path of paths) {
        for (const size of [DESK.viewport, { width: 900, height: 700 }, { width: 320, height: 640 }]) {
          await page.setViewportSize(size);
          await page.goto(path);
          await awake(page);
          await checkFits(page, `${path} at ${size.width}`);
          if (size.width !== 900) await checkAccessible(page, `${path} at ${size.width}, ${colorScheme}`);
        }
      }
    }
  });
}

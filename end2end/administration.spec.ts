// The administration: its subjects beside the page on a desktop, a list of their own where there is no room.
import type { Page } from '@playwright/test';
import { checkFits } from './checks';
import { PHONE, expect, test } from './fixtures';
import { awake } from './people';
import { say } from './words';

const subjects = (page: Page) => page.getByRole('navigation', { name: say('app.administration') });
const subject = (page: Page, key: string) => subjects(page).getByRole('link', { name: say(key) });
const title = (page: Page) => page.getByRole('heading', { level: 1 });

test('on a desktop the subjects stay beside the page', async ({ linus: { page } }) => {
  await awake(page);
  await page.getByRole('navigation', { name: say('app.places') }).getByRole('link', { name: say('app.administration') }).click();
  await expect(title(page)).toHaveText(say('accounts.people'));
  await expect(subject(page, 'app.people')).toHaveAttribute('aria-current', 'page');
  await subject(page, 'app.departments').click();
  await expect(title(page)).toHaveText(say('departments.title'));
  await expect(subject(page, 'app.departments')).toHaveAttribute('aria-current', 'page');
  await expect(subject(page, 'app.people')).not.toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('main')).toBeFocused();
  await page.goto('/admin');
  await expect(page, 'which opens its first subject').toHaveURL(/\/admin\/people$/);
  await page.goBack();
  await expect(page, 'the list is no stop on the way back').toHaveURL(/\/admin\/departments$/);
});

test('on a phone they are a list, with a way there and back, without JavaScript too', async ({ visitor }) => {
  for (const device of [PHONE, { ...PHONE, javaScriptEnabled: false }]) {
    const { page } = await visitor(device, 'linus@cordee.test');
    await page.getByRole('navigation', { name: say('app.places') }).getByRole('link', { name: say('app.more') }).click();
    await page.getByRole('main').getByRole('link', { name: say('app.administration') }).click();
    await expect(title(page)).toHaveText(say('app.administration'));
    await subject(page, 'app.departments').click();
    await expect(title(page)).toHaveText(say('departments.title'));
    await expect(subjects(page)).toHaveCount(0);
    await page.getByRole('link', { name: say('app.administration'), exact: true }).click();
    await subject(page, 'app.people').click();
    await page.getByRole('link', { name: /Ada Lovelace/ }).click();
    await page.getByRole('main').getByRole('link', { name: say('accounts.people'), exact: true }).click();
    await page.getByRole('link', { name: say('app.administration'), exact: true }).click();
    await page.getByRole('main').getByRole('link', { name: say('app.more'), exact: true }).click();
    await expect(title(page)).toHaveText(say('app.more'));
  }
});

test('nothing runs out at the side, however narrow the window or large the text', async ({ linus: { page } }) => {
  for (const [width, percent] of [[320, 100], [320, 200], [700, 200], [1000, 100], [1280, 200]] as const) {
    for (const path of ['/admin', '/admin/people', '/admin/departments', '/admin/deleted-tickets', '/tickets/new', '/more', '/tickets/all']) {
      await page.setViewportSize({ width, height: 720 });
      await page.goto(path);
      await page.evaluate((percent) => document.documentElement.style.setProperty('font-size', `${percent}%`), percent);
      await checkFits(page, `${path} at ${width}, ${percent} %`);
    }
  }
});

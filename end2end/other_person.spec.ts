// One browser, two people: what is done in a page is done by whom the page belongs to, or not at all.
import type { Page } from '@playwright/test';
import { DESK, expect, test } from './fixtures';
import { awake, fillDoor } from './people';
import { PASSWORD } from './server';
import { say } from './words';

const NAME = () => say('accounts.name');

/** Grace's profile in one tab, while the other still stands at the door; Linus comes in there. */
async function linusComesIn(door: Page, grace: Page): Promise<void> {
  await door.goto('/sign-in');
  await grace.goto('/sign-in');
  await fillDoor(grace, 'grace@cordee.test', PASSWORD);
  await expect(grace).toHaveURL(/\/desk/);
  await grace.goto('/profile');
  await expect(grace.getByLabel(NAME(), { exact: true })).toHaveValue('Grace Hopper');
}

test('Linus signs in beside Grace’s open tab: her session ends, and the tab says who is here', async ({ visitor }) => {
  const { page: door } = await visitor(DESK);
  const grace = await door.context().newPage();
  await linusComesIn(door, grace);
  await awake(grace);
  await fillDoor(door, 'linus@cordee.test', PASSWORD);
  await expect(door).toHaveURL(/\/desk/);
  await expect(grace.getByLabel(NAME(), { exact: true })).not.toHaveValue('Grace Hopper');
  await grace.goto('/profile');
  await expect(grace.getByLabel(NAME(), { exact: true })).toHaveValue('Linus Torvalds');
});

test('a tab of Grace’s that has heard nothing of it does nothing as Linus', async ({ visitor }) => {
  const { page: door, complaints } = await visitor(DESK);
  complaints.excuse(/status of 409/);
  const grace = await door.context().newPage();
  await grace.routeWebSocket('**/live', (socket) => socket.close());
  await linusComesIn(door, grace);
  await fillDoor(door, 'linus@cordee.test', PASSWORD);
  await expect(door).toHaveURL(/\/desk/);
  await grace.getByLabel(NAME(), { exact: true }).fill('Grace Brewster Hopper');
  await grace.getByRole('button', { name: say('ui.save') }).first().click();
  await expect(grace.getByRole('alert')).toContainText(say('error.other_account', { name: 'Linus Torvalds' }));
  await expect(grace.getByLabel(NAME(), { exact: true }), 'what she wrote stays').toHaveValue('Grace Brewster Hopper');
  await grace.reload();
  await expect(grace.getByLabel(NAME(), { exact: true })).toHaveValue('Linus Torvalds');
});

// Several tabs of one browser: whose each is, one sound for all, and what is new in one that is out of sight.
import type { Page } from '@playwright/test';
import { DESK, expect, test } from './fixtures';
import { awake, fillDoor } from './people';
import { inHand } from './scene';
import { PASSWORD } from './server';
import { say } from './words';

declare global {
  interface Window {
    sounds?: number;
  }
}

/** From the next page on this tab is out of sight. */
async function outOfSight(page: Page): Promise<void> {
  await page.addInitScript(() => Object.defineProperty(document, 'visibilityState', { get: () => (window.name === 'front' ? 'visible' : 'hidden') }));
}

/** Counts what sounds in this tab. */
async function countSounds(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.sounds = 0;
    const Native = window.AudioContext;
    window.AudioContext = class extends Native {
      constructor() {
        super();
        window.sounds! += 1;
      }
    };
  });
}

test('one new step makes one sound, however many tabs are open, and is counted where it is not seen', async ({ ada, grace }) => {
  const { desk } = await inHand(ada, grace);
  const others = [await ada.page.context().newPage(), await ada.page.context().newPage()];
  const tabs = [ada.page, ...others];
  for (const tab of tabs) await countSounds(tab);
  for (const tab of others) await outOfSight(tab);
  for (const tab of tabs) {
    await tab.goto(ada.page.url());
    await awake(tab);
  }
  const title = await ada.page.title();
  await ada.page.getByRole('button', { name: say('guidance.done') }).first().click();
  await desk.seesAnswer('1', 'done');
  // One sound stands for all that comes within three seconds, and the first step has sounded.
  await ada.page.waitForTimeout(3_000);
  await desk.write('Redémarrez.');
  for (const tab of tabs) await expect(tab.getByRole('heading', { name: 'Redémarrez.' })).toBeVisible();
  const sounds = async () => (await Promise.all(tabs.map((tab) => tab.evaluate(() => window.sounds!)))).reduce((a, b) => a + b);
  await expect.poll(sounds).toBe(1);
  await ada.page.waitForTimeout(700);
  expect(await sounds()).toBe(1);
  for (const tab of others) await expect(tab).toHaveTitle(/^\(\d+\) /);
  await expect(ada.page).toHaveTitle(title);
  await others[0].evaluate(() => {
    window.name = 'front';
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
  await expect(others[0]).toHaveTitle(title);
});

test('the switch of sounds holds in all tabs', async ({ ada, grace }) => {
  await inHand(ada, grace);
  const other = await ada.page.context().newPage();
  await other.goto(ada.page.url());
  await awake(other);
  const sound = (page: Page) => page.getByRole('button', { name: say('guidance.sound') });
  await expect(sound(other)).toHaveAttribute('aria-pressed', 'true');
  await sound(ada.page).click();
  await expect(sound(other)).toHaveAttribute('aria-pressed', 'false');
});

test('a tab that became another’s says so, and the door says that the session has ended', async ({ visitor }) => {
  const { page: door } = await visitor(DESK);
  const grace = await door.context().newPage();
  await door.goto('/sign-in');
  await grace.goto('/sign-in');
  await fillDoor(grace, 'grace@cordee.test', PASSWORD);
  await expect(grace).toHaveURL(/\/desk/);
  await awake(grace);
  await fillDoor(door, 'linus@cordee.test', PASSWORD);
  await expect(grace.locator('.toast')).toContainText(say('ui.tab_of_other', { name: 'Linus Torvalds' }));
  await awake(door);
  await door.getByRole('button', { name: say('accounts.menu_of', { name: 'Linus Torvalds' }) }).click();
  await door.getByRole('button', { name: say('accounts.sign_out') }).click();
  await expect(door).toHaveURL(/sign-in/);
  await expect(grace).toHaveURL(/sign-in/);
  await expect(grace.getByText(say('ui.session_ended'))).toBeVisible();
  await door.waitForTimeout(1000);
  await expect(door.getByText(say('ui.session_ended')), 'whoever signs out knows why').toBeHidden();
});

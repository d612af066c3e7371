// The hour and the day, where the person is: one spelling of the time on the page, in its title and on paper, and what midnight changes.
import { type Page } from '@playwright/test';
import { next, shifted } from './clock';
import { PHONE, expect, test } from './fixtures';
import { awake } from './people';
import { Phone } from './ticket';
import { say } from './words';

const HOUR = 3_600_000;
const morning = next('06:46');
test.use({ settings: shifted(morning - Date.now()) });

/** Ada's browser lives by the clock of the house; `english` is her variety of English. */
async function atMorning(page: Page, english = 'en-GB'): Promise<void> {
  await page.clock.setSystemTime(morning);
  await page.addInitScript((english) => Object.defineProperty(navigator, 'languages', { get: () => ['fr-FR', english] }), english);
}

/** The first moment on the page and its title end alike; « 46 » may have become « 47 ». */
async function reads(page: Page, spelt: (minute: string) => RegExp): Promise<void> {
  const told = page.locator('time').first();
  const minute = (await told.getAttribute('datetime'))!.slice(14, 16);
  await expect(told).toHaveText(new RegExp(`^${spelt(minute).source}$`));
  await expect(told).toHaveAttribute('title', new RegExp(` ${spelt(minute).source}$`));
}

test('before ten o’clock French writes the hour with two digits: on the page, in its title and on paper', async ({ ada: { page } }) => {
  await atMorning(page);
  const number = await new Phone(page).ask('Il est bien tôt.');
  const french = (minute: string) => new RegExp(`06:${minute}`);
  await reads(page, french);
  await page.goto(`/tickets/${number}/print`);
  await awake(page);
  const day = new RegExp(`\\d+ \\S+ ${new Date(morning).getFullYear()}`);
  await expect(page.locator('.facts time'), 'the head has date and year').toHaveText(new RegExp(`^${day.source} à\\s06:4\\d$`));
  await expect(page.locator('.day').filter({ visible: true })).toHaveText(day);
  await expect(page.locator('.who time')).toHaveText(/^06:4\d$/);
});

for (const [english, spelt] of Object.entries({ 'en-GB': (minute: string) => new RegExp(`06:${minute}`), 'en-US': (minute: string) => new RegExp(`6:${minute}\\sAM`) })) {
  test(`English writes it as ${english} does, on the page and in its title`, async ({ ada: { page } }) => {
    await atMorning(page, english);
    const number = await new Phone(page).ask('Il est bien tôt.');
    await page.goto('/profile');
    await awake(page);
    await page.getByLabel(say('accounts.language')).selectOption('en');
    await page.getByRole('button', { name: say('ui.save'), exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await new Phone(page).open(number);
    await reads(page, spelt);
  });
}

test('a page left open over midnight gives the date to what had only its time', async ({ ada: { page, complaints } }) => {
  complaints.excuseBrokenLine();
  await atMorning(page);
  await new Phone(page).ask('Je reviens demain.');
  await reads(page, (minute) => new RegExp(`06:${minute}`));
  await page.clock.setSystemTime(morning + 20 * HOUR);
  await page.clock.fastForward(61_000);
  // Its title had the whole date before.
  await expect(page.locator('time').first()).toHaveText(/^\d+ \S+ à\s06:4\d$/);
});

test('yesterday is the day before this one, and ends at midnight', async ({ ada: { page } }) => {
  await atMorning(page);
  await new Phone(page).ask('C’était hier ?');
  const told = page.locator('time').first();
  for (const [hours, said] of [[20, say('ui.hours_ago', { n: 20 })], [41, say('ui.yesterday_at', { time: '06:' })], [46, say('ui.days_ago', { n: 2 })]] as const) {
    await page.clock.setSystemTime(morning + hours * HOUR + 120_000);
    await page.goto('/tickets');
    await awake(page);
    await expect(told).toContainText(said);
  }
});

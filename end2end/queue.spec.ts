// The desk's list while somebody is in it: what is new waits, what is there stays under the finger.
import { type Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { awake } from './people';
import { say } from './words';

/** What a program sends along that is not the page. */
const program = (page: Page) => ({ origin: new URL(page.url()).origin, accept: 'application/json' });

/** Somebody opens so many tickets. */
async function open(page: Page, count: number, problem: string): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const answer = await page.request.post('/fn/open_ticket', { form: { 'form[problem]': `${problem} ${n}` }, headers: program(page) });
    expect(answer.ok(), await answer.text()).toBe(true);
  }
}

const waiting = (page: Page, n: number) => page.getByRole('status').getByRole('button', { name: say('desk.new_tickets', { n }) });

test('new tickets wait while Grace points at the list or has scrolled it, and the row under her pointer stays', async ({ ada, grace: { page } }) => {
  await open(ada.page, 20, 'La lampe du couloir clignote');
  await page.goto('/desk?tab=untaken');
  await awake(page);
  const rows = page.locator('.queue-line');
  for (const [place, scrolled] of [[2, 0], [14, 600]] as const) {
    await page.locator('#queue').evaluate((queue, top) => queue.scrollTo(0, top), scrolled);
    const row = rows.nth(place);
    const [href, words] = [await row.getAttribute('href'), await row.innerText()];
    await row.hover();
    const before = await row.boundingBox();
    await open(ada.page, 5, `Le grille-pain fume, vu à ${scrolled}`);
    await expect(waiting(page, 5)).toBeVisible();
    expect(await row.boundingBox(), 'where it was').toEqual(before);
    expect([await row.getAttribute('href'), await row.innerText()], 'the same ticket').toEqual([href, words]);
    await page.locator('.desk-ticket').hover();
    if (scrolled) {
      await expect(waiting(page, 5), 'who has scrolled is still in the list').toBeVisible();
      await waiting(page, 5).click();
    }
    await expect(rows.first()).toContainText(`vu à ${scrolled}`);
    await expect(page.getByRole('status').getByRole('button')).toHaveCount(0);
    expect(await page.locator('#queue').evaluate((queue) => queue.scrollTop)).toBe(0);
  }
  // Ada has another number: who comes back to the tab sees it.
  await rows.first().click();
  const phone = page.locator('.side a[href^="tel:"]');
  await expect(phone).toBeVisible();
  const changed = await ada.page.request.post('/fn/change_profile', { form: { 'form[phone]': '01 44 55 66 77' }, headers: program(ada.page) });
  expect(changed.ok(), await changed.text()).toBe(true);
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(phone).toHaveAttribute('href', 'tel:0144556677');
});

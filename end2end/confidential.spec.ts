// A confidential ticket is there for whom it concerns: for another technician on no path a browser has, also where it stood open.
import { DESK, expect, test } from './fixtures';
import { awake, findsNothing, saysSaved } from './people';
import { Desk, Phone } from './ticket';
import { say } from './words';

const PROBLEM = 'Mon bulletin de paie affiche le nom d’une collègue.';
const TITLE = 'Mon bulletin de paie';

test('Ada makes her ticket confidential: Radia’s open page closes, and nothing finds it any more', async ({ ada, grace, visitor }) => {
  const radia = await visitor(DESK, 'radia@cordee.test');
  radia.complaints.excuse(/status of 404/);
  const phone = new Phone(ada.page);
  const number = await phone.ask(PROBLEM);
  const desk = new Desk(grace.page);
  await desk.open(number);
  await desk.take();
  await new Desk(radia.page).open(number);
  await expect(radia.page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();

  await ada.page.getByRole('button', { name: say('desk.confine'), exact: true }).click();
  await expect(ada.page.locator('.screen-head').getByText(say('desk.is_confidential'), { exact: true })).toBeVisible();
  await expect(grace.page.locator('.talk-head').getByText(say('desk.is_confidential'), { exact: true })).toBeVisible();
  await findsNothing(radia.page);
  await expect(radia.page.getByText(TITLE)).toHaveCount(0);
  for (const path of [`/desk/${number}`, `/tickets/${number}`, `/tickets/${number}/print`]) {
    await radia.page.goto(path);
    await findsNothing(radia.page);
    await expect(radia.page.locator('main').getByText(TITLE), path).toHaveCount(0);
  }
  for (const path of ['/desk?tab=all', '/desk?tab=all&search=bulletin', `/desk?tab=all&search=${number}`, '/tickets/all', '/tickets/all?search=bulletin', '/tickets?search=bulletin']) {
    await radia.page.goto(path);
    await awake(radia.page);
    await expect(radia.page.locator('main').getByText(TITLE), path).toHaveCount(0);
  }
  await grace.page.goto('/desk?tab=all&search=bulletin');
  await awake(grace.page);
  const row = grace.page.locator('.queue-line').filter({ hasText: TITLE });
  await expect(row).toContainText(say('desk.is_confidential'));
});

test('a department whose tickets are all confidential: who serves it sees them', async ({ ada, linus, visitor }) => {
  const { page } = linus;
  await page.goto('/admin/departments');
  await awake(page);
  const mark = page.getByRole('switch', { name: new RegExp(`${say('departments.all_confidential')}.*Comptabilité`) });
  await expect(mark).toHaveAttribute('aria-checked', 'false');
  await mark.click();
  await expect(mark).toHaveAttribute('aria-checked', 'true');
  await page.goto('/admin/people?search=radia');
  await awake(page);
  await page.getByRole('link', { name: /Radia Perlman/ }).click();
  await page.getByRole('checkbox', { name: 'Comptabilité' }).check();
  await page.getByRole('region', { name: say('accounts.serves') }).getByRole('button', { name: say('ui.save') }).click();
  await saysSaved(page);

  await ada.page.goto('/tickets/new');
  await awake(ada.page);
  await ada.page.getByLabel(say('tickets.problem')).fill(PROBLEM);
  await ada.page.getByText(say('tickets.more')).click();
  await ada.page.getByLabel(say('tickets.department'), { exact: true }).selectOption({ label: 'Comptabilité' });
  await ada.page.getByRole('button', { name: say('tickets.send') }).click();
  await ada.page.waitForURL(/\/tickets\/\d+$/);
  const number = Number(/\d+$/.exec(ada.page.url())![0]);
  const radia = await visitor(DESK, 'radia@cordee.test');
  await new Desk(radia.page).open(number);
  await expect(radia.page.locator('.talk-head').getByText(say('desk.is_confidential'), { exact: true })).toBeVisible();
  const grace = await visitor(DESK, 'grace@cordee.test');
  grace.complaints.excuse(/status of 404/);
  await grace.page.goto(`/desk/${number}`);
  await findsNothing(grace.page);
});

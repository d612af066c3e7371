// The list of all tickets (5.3.2, and 5.3.5 from there): narrowed, sorted, saved, acted on, taken along as a table, by keys, live.
import { readFileSync } from 'node:fs';
import { type Page } from '@playwright/test';
import { DESK, PHONE, checkAccessible, expect, test } from './fixtures';
import { checkFits } from './checks';
import { awake } from './people';
import { Desk, Phone } from './ticket';
import { say } from './words';

const lines = (page: Page) => page.locator('.grid tbody tr');
const cells = (page: Page, column: string) => page.locator(`.grid tbody td.${column}`);
const chips = (page: Page) => page.locator('.chips .chip');
const choice = (page: Page, key: string) => page.locator('.several').filter({ has: page.getByText(say(`desk.${key}`), { exact: true }) });
const button = (page: Page, key: string) => page.getByRole('button', { name: say(`desk.${key}`), exact: true });
const box = (page: Page, number: number) => page.getByRole('checkbox', { name: say('desk.choose_ticket', { n: number }), exact: true });
const report = (page: Page) => page.locator('.bulk-report');
const status = (key: string) => say(`tickets.status_${key}`);

async function open(page: Page, query = ''): Promise<void> {
  await page.goto(`/tickets/all${query}`);
  await awake(page);
}

/** Opens the filters, and checks these of one field. */
async function narrow(page: Page, key: string, values: string[]): Promise<void> {
  if (!(await choice(page, key).isVisible())) await page.locator('.list-filters > summary').click();
  await choice(page, key).locator('summary').click();
  for (const value of values) await choice(page, key).getByRole('checkbox', { name: value, exact: true }).check();
}

/** So many problems of one kind, told by Ada; and their numbers once the list has them. */
async function ask(ada: Page, page: Page, problem: string, count: number): Promise<number[]> {
  for (let n = 1; n <= count; n += 1) {
    const headers = { origin: new URL(ada.url()).origin, accept: 'application/json' };
    const answer = await ada.request.post('/fn/open_ticket', { form: { 'form[problem]': `${problem} ${n}` }, headers });
    expect(answer.ok(), await answer.text()).toBe(true);
  }
  await expect(async () => {
    await open(page, `?search=${encodeURIComponent(problem)}&statut=ouvert`);
    await expect(lines(page)).toHaveCount(count, { timeout: 1_000 });
  }).toPass();
  await open(page, `?statut=ouvert`);
  return (await cells(page, 'num').allInnerTexts()).slice(0, count).map(Number);
}

for (const [device, shape] of Object.entries({ phone: PHONE, desktop: DESK })) {
  test(`5.3.2: from the menu Grace goes through all tickets, narrowed by several values, sorted, counted, ${device}`, async ({ visitor }) => {
    const { page } = await visitor(shape, 'grace@cordee.test');
    await page.getByRole('navigation', { name: say('app.places') }).getByRole('link', { name: say('app.tickets'), exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('desk.view_all'));
    await awake(page);
    const all = await page.locator('.views').getByRole('link', { name: say('desk.view_all') }).innerText();
    expect(all).toContain('60');

    await narrow(page, 'filter_status', [status('open'), status('in_progress')]);
    await checkFits(page, 'the filters');
    await checkAccessible(page, 'the filters');
    await narrow(page, 'filter_priority', [say('tickets.priority_urgent'), say('tickets.priority_critical')]);
    await page.locator('select[name=tri]').selectOption({ label: say('desk.order_priority') });
    await button(page, 'apply').click();
    await expect(chips(page)).toHaveText([new RegExp(`${status('open')}, ${status('in_progress')}`), new RegExp(say('tickets.priority_urgent'))]);
    await expect(choice(page, 'filter_status').locator('summary')).toContainText(`${status('open')}, ${status('in_progress')}`);
    const pressing = [say('tickets.priority_critical'), say('tickets.priority_urgent')];
    const priorities = (await cells(page, 'priorite').allTextContents()).map((priority) => priority.trim());
    const ranks = priorities.map((priority) => pressing.indexOf(priority));
    expect(ranks.length).toBeGreaterThan(1);
    expect(ranks, 'urgent or critical, the most pressing first').toEqual([...ranks].map(Math.abs).sort());
    await expect(page.locator('.keys-line')).toContainText(say('desk.count_tickets', { n: priorities.length }));
    await checkFits(page, 'the narrowed list');
    await checkAccessible(page, 'the narrowed list');

    await page.getByRole('link', { name: say('desk.filter_without', { label: say('desk.filter_status') }) }).click();
    await expect(chips(page)).toHaveCount(1);
    await expect(choice(page, 'filter_status').getByRole('checkbox', { name: status('open'), exact: true, includeHidden: true })).not.toBeChecked();
    await page.goBack();
    await expect(chips(page)).toHaveCount(2);
    await expect(choice(page, 'filter_status').getByRole('checkbox', { name: status('open'), exact: true, includeHidden: true })).toBeChecked();
    await page.getByRole('link', { name: say('desk.clear_filters') }).click();
    await expect(chips(page)).toHaveCount(0);
    await expect(page.locator('.keys-line')).toContainText(say('desk.count_tickets', { n: 60 }));
    await lines(page).first().getByRole('link').click();
    await expect(page).toHaveURL(/\/desk\/\d+$/);
  });

  test(`Grace saves a list and shares it with the team, and Radia has it, ${device}`, async ({ visitor }) => {
    const { page } = await visitor(shape, 'grace@cordee.test');
    await open(page, '?statut=ouvert,en+cours&priorite=urgent');
    const count = await lines(page).count();
    await page.locator('summary', { hasText: say('desk.save_view') }).click();
    await page.getByLabel(say('desk.view_name')).fill('Ce qui presse');
    await page.locator('select[name="form[shared]"]').selectOption({ label: say('desk.view_for_all') });
    await page.getByRole('button', { name: say('desk.save'), exact: true }).filter({ visible: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ce qui presse');
    const radia = await visitor(shape, 'radia@cordee.test');
    await open(radia.page);
    const view = radia.page.locator('.views').getByRole('link', { name: /^Ce qui presse/ });
    await expect(view).toContainText(String(count));
    await view.click();
    await expect(chips(radia.page)).toHaveCount(2);
    await expect(lines(radia.page)).toHaveCount(count);
    await expect(radia.page.getByRole('button', { name: say('desk.remove_view', { name: 'Ce qui presse' }) }), 'it is Grace’s').toHaveCount(0);
    await page.getByRole('button', { name: say('desk.remove_view', { name: 'Ce qui presse' }) }).click();
    await expect(page.locator('.views').getByRole('link', { name: /^Ce qui presse/ })).toHaveCount(0);
  });

  test(`5.3.2: Grace deletes several at once, is told what was refused, and takes it back, ${device}`, async ({ visitor, ada }) => {
    const { page } = await visitor(shape, 'grace@cordee.test');
    const numbers = await ask(ada.page, page, 'Le volet grince', 3);
    for (const number of numbers) await box(page, number).check();
    await expect(page.getByRole('toolbar')).toContainText(say('desk.chosen', { n: 3 }));
    await checkFits(page, 'the bar');
    await checkAccessible(page, 'the bar');
    await page.getByRole('toolbar').locator('summary', { hasText: say('desk.delete_now') }).click();
    await page.getByRole('toolbar').getByLabel(say('desk.delete_why')).fill('Des essais.');
    // One of them has gone meanwhile, and another has come: what is typed stays.
    const radia = await visitor(DESK, 'radia@cordee.test');
    radia.complaints.excuse(/status of 404/);
    const desk = new Desk(radia.page);
    await desk.open(numbers[0]);
    await desk.delete('Un doublon.');
    await expect(desk.page.getByRole('heading', { name: say('desk.is_deleted', { n: numbers[0] }) })).toBeVisible();
    await ask(ada.page, radia.page, 'La poignée tourne', 1);
    await expect(page.locator('.new-tickets').getByRole('button')).toBeVisible();
    await expect(page.getByRole('toolbar').getByLabel(say('desk.delete_why'))).toHaveValue('Des essais.');
    await page.getByRole('toolbar').getByRole('button', { name: say('desk.delete_now'), exact: true }).click();
    await expect(report(page)).toContainText(say('desk.bulk_done', { n: 2 }));
    await expect(report(page)).toContainText(say('desk.bulk_refused', { n: 1 }));
    await expect(report(page).getByRole('listitem')).toContainText(String(numbers[0]));
    await button(page, 'undelete').click();
    await expect(report(page)).toContainText(say('desk.bulk_done', { n: 2 }));
    await expect(button(page, 'undelete')).toHaveCount(0);
    await expect(async () => {
      await open(page, '?statut=ouvert');
      for (const number of numbers.slice(1)) await expect(box(page, number)).toBeVisible({ timeout: 1_000 });
    }).toPass();
  });
}

test('without JavaScript several values narrow the list too', async ({ visitor }) => {
  const { page, complaints } = await visitor({ ...PHONE, javaScriptEnabled: false }, 'grace@cordee.test');
  complaints.excuseUnusedProgram();
  await page.goto('/tickets/all');
  await narrow(page, 'filter_status', [status('open'), status('closed')]);
  await button(page, 'apply').click();
  await expect(chips(page)).toHaveText(new RegExp(`${status('open')}, ${status('closed')}`));
  const states = new Set((await cells(page, 'statut').allInnerTexts()).map((state) => state.trim()));
  expect([...states].sort()).toEqual([status('closed'), status('open')].sort());
});

test('narrowed by type and nature, in the dark: axe finds nothing', async ({ visitor }) => {
  const { page } = await visitor({ ...DESK, colorScheme: 'dark' }, 'radia@cordee.test');
  await open(page, '?type=materiel,logiciel&nature=incident');
  await expect(chips(page)).toHaveCount(2);
  await narrow(page, 'filter_kind', []);
  await checkAccessible(page, 'the list, narrowed by type and nature');
});

test('Grace chooses her columns, and finds them again', async ({ grace: { page } }) => {
  await open(page);
  await page.locator('summary', { hasText: say('desk.columns') }).click();
  await page.getByRole('checkbox', { name: say('desk.filter_nature'), exact: true }).filter({ visible: true }).check();
  await page.getByRole('checkbox', { name: say('desk.column_requester'), exact: true }).filter({ visible: true }).uncheck();
  await page.getByRole('button', { name: say('desk.save'), exact: true }).filter({ visible: true }).click();
  await expect(page.getByRole('columnheader', { name: say('desk.filter_nature') })).toBeVisible();
  await open(page);
  await expect(page.getByRole('columnheader', { name: say('desk.filter_nature') })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: say('desk.column_requester') })).toHaveCount(0);
});

test('Grace takes the narrowed list along as a table', async ({ grace: { page } }) => {
  await open(page, '?statut=ouvert,en+cours');
  const count = await lines(page).count();
  const [table] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: say('desk.export') }).click()]);
  expect(table.suggestedFilename()).toMatch(/^tickets-\d{4}-\d\d-\d\d\.csv$/);
  const told = readFileSync((await table.path())!, 'utf8').trimEnd().split('\r\n');
  expect(told[0]).toContain(`"${say('tickets.number')}";"${say('tickets.title')}"`);
  expect(told).toHaveLength(count + 1);
});

test('by keys: down and up, choose, assign, take, close, open', async ({ ada, grace: { page } }) => {
  const [third, second, first] = await ask(ada.page, page, 'La porte claque', 3);
  const at = (number: number) => page.locator(`#ticket-${number}`);
  const press = (key: string) => page.keyboard.press(key);
  await page.locator('h1').click();
  for (const [key, number] of [['j', third], ['j', second], ['j', first], ['k', second]] as const) {
    await press(key);
    await expect(at(number)).toHaveClass(/here/);
  }
  await press('x');
  await expect(box(page, second)).toBeChecked();
  await press('Escape');
  await expect(box(page, second)).not.toBeChecked();
  await press('c');
  await expect(page.locator('#bulk-assign'), 'the line one is on is meant').toBeFocused();
  await press('ArrowDown');
  await expect(report(page), 'going through the names does nothing yet').toBeEmpty();
  await page.locator('#bulk-assign').selectOption({ label: 'Radia Perlman' });
  await page.getByRole('toolbar').getByRole('button', { name: say('desk.apply'), exact: true }).click();
  await expect(report(page)).toContainText(say('desk.bulk_done', { n: 1 }));
  await open(page, '?search=La+porte+claque&tri=recents');
  await page.locator('h1').click();
  const here = async () => Number((await page.locator('.grid tr.here td.num').innerText()).trim());
  await press('j');
  while ((await here()) !== third) await press('j');
  await press('p');
  await expect(report(page)).toContainText(say('desk.bulk_done', { n: 1 }));
  await expect(at(third)).toContainText('Grace');
  await press('f');
  await expect(page.locator('#bulk-close'), 'what cannot be undone is asked').toBeFocused();
  await press('Escape');
  await expect(page.locator('#bulk-close')).toHaveCount(0);
  await press('f');
  await expect(page.locator('#bulk-close')).toBeFocused();
  await press('Enter');
  await expect(at(third)).toContainText(status('closed'));
  await press('o');
  await expect(page).toHaveURL(new RegExp(`/desk/${third}$`));
  await awake(page);
  await expect(page.locator('.talk-state')).toContainText(status('closed'));
});

test('what is new in the list waits and is announced, and nothing slips under the pointer', async ({ ada, grace: { page } }) => {
  await open(page);
  const pane = page.locator('#list-lines');
  await pane.evaluate((pane) => pane.scrollTo(0, 300));
  const line = lines(page).nth(12);
  await line.hover();
  const before = [await line.getAttribute('id'), await line.boundingBox()];
  for (const n of [1, 2]) await new Phone(ada.page).ask(`La fontaine déborde ${n}.`);
  const waiting = page.getByRole('status').getByRole('button', { name: say('desk.new_tickets', { n: 2 }) });
  await expect(waiting).toBeVisible();
  expect([await line.getAttribute('id'), await line.boundingBox()], 'the same ticket, where it was').toEqual(before);
  await waiting.click();
  await expect(lines(page).first()).toContainText('La fontaine déborde 2');
  expect(await pane.evaluate((pane) => pane.scrollTop)).toBe(0);
  await expect(pane).toBeFocused();
});

test('5.3.5: Grace searches all tickets, takes one, and leads it to its end; Ada is told', async ({ ada, grace }) => {
  const { page } = grace;
  await ask(ada.page, page, 'La lampe de bureau siffle', 1);
  await page.getByRole('searchbox').fill('lampe siffle');
  await page.keyboard.press('Enter');
  await lines(page).filter({ hasText: 'La lampe de bureau siffle' }).getByRole('link').click();
  await expect(page).toHaveURL(/\/desk\/\d+$/);
  const number = Number(/\d+$/.exec(page.url())![0]);
  await new Phone(ada.page).open(number);
  await page.getByRole('button', { name: say('desk.take'), exact: true }).click();
  await expect(page.locator('.talk-state')).toContainText(say('tickets.status_in_progress'));
  await expect(page.locator('.talk-state')).toContainText(say('desk.in_charge', { name: 'Grace' }));
  await expect(ada.page.locator('.screen-head')).toContainText(say('tickets.in_hands_of', { name: 'Grace' }));
  const desk = new Desk(page);
  await new Phone(page).write('Je passe avec une ampoule.');
  await expect(ada.page.getByText('Je passe avec une ampoule.').first()).toBeVisible();
  await desk.resolve('Une ampoule neuve.');
  await expect(page.locator('.talk-state')).toContainText(say('tickets.status_resolved'));
  await expect(async () => {
    await open(page, '?statut=resolu&technicien=moi');
    await expect(lines(page).filter({ hasText: 'La lampe de bureau siffle' })).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
  await box(page, number).check();
  await page.locator('#bulk-status').selectOption({ label: say('desk.mark_closed') });
  await page.getByRole('toolbar').getByRole('button', { name: say('desk.apply'), exact: true }).click();
  await expect(report(page)).toContainText(say('desk.bulk_done', { n: 1 }));
  await desk.open(number);
  await expect(page.locator('.talk-state')).toContainText(status('closed'));
});

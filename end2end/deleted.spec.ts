// 5.3.9 Deleted tickets: deleted with a reason, undone where it stood, read by the administrator, restored, removed for good.
import { type Page } from '@playwright/test';
import { join } from 'node:path';
import { PHONE, expect, test } from './fixtures';
import { awake, findsNothing } from './people';
import { Desk, Phone } from './ticket';
import { root, say } from './words';

const REASON = 'Ouvert deux fois par erreur.';
const line = (page: Page, number: number) => page.getByRole('listitem').filter({ has: page.locator(`a[href="/admin/deleted-tickets/${number}"]`) });

test('Grace deletes a ticket, with why; it is gone for Ada, and comes back where it stood', async ({ ada, grace }) => {
  for (const { complaints } of [ada, grace]) complaints.excuse(/status of 4(04|22)/);
  const phone = new Phone(ada.page);
  const desk = new Desk(grace.page);
  const number = await phone.ask('La machine à café parle.');
  await desk.open(number);
  await desk.delete(' ');
  await expect(grace.page.getByText(say('problem.empty'))).toBeVisible();
  await grace.page.getByLabel(say('desk.delete_why')).fill(REASON);
  await grace.page.getByRole('button', { name: say('desk.delete_now'), exact: true }).click();
  await expect(grace.page.getByRole('heading', { name: say('desk.is_deleted', { n: number }) })).toBeVisible();
  await findsNothing(ada.page);
  await grace.page.getByRole('button', { name: say('desk.undelete') }).click();
  await expect(grace.page.getByRole('heading', { level: 1, name: 'La machine à café parle' })).toBeVisible();
  await phone.open(number);
  await expect(ada.page.getByText(say('tickets.did_restore', { name: 'Grace Hopper' })).first()).toBeVisible();
});

test('Linus finds deleted tickets in the administration, reads one, restores it, and removes another for good', async ({ ada, grace, linus }) => {
  for (const { complaints } of [ada, grace, linus]) complaints.excuse(/status of 404/);
  const phone = new Phone(ada.page);
  const desk = new Desk(grace.page);
  const { page } = linus;
  const numbers: number[] = [];
  for (const problem of ['Le néon clignote.', 'Le store est bloqué.']) {
    const number = await phone.ask(problem);
    await ada.page.locator('.composer input[type=file]').setInputFiles(join(root, 'public/icons/192.png'));
    await phone.write(`Des nouvelles ? ${problem}`);
    await expect(ada.page.locator('.stream .thumb')).toBeVisible();
    await expect(ada.page.getByText(`Des nouvelles ? ${problem}`)).toBeVisible();
    await desk.open(number);
    await desk.delete(REASON);
    await expect(grace.page.getByRole('heading', { name: say('desk.is_deleted', { n: number }) })).toBeVisible();
    numbers.push(number);
  }
  const [kept, gone] = numbers;
  await awake(page);
  await page.getByRole('link', { name: say('app.administration') }).first().click();
  await page.getByRole('link', { name: say('app.deleted_tickets'), exact: true }).click();
  await expect(line(page, gone)).toContainText(REASON);
  await expect(line(page, gone)).toContainText(say('tickets.deleted_by', { name: 'Grace Hopper' }));
  await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: REASON }).first(), 'the latest deletion first').toContainText('Le store est bloqué');

  await line(page, kept).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Le néon clignote' })).toBeVisible();
  await expect(page.getByText('Des nouvelles ? Le néon clignote.')).toBeVisible();
  await expect(page.getByText(REASON).first()).toBeVisible();
  const picture = page.locator('.stream .thumb img');
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), 'its photo is shown').toBeGreaterThan(0);
  const address = (await picture.getAttribute('src'))!;
  for (const who of [ada, grace]) expect((await who.page.request.get(address)).status()).toBe(404);
  expect((await page.request.get(address.replace('/deleted', ''))).status(), 'nowhere else').toBe(404);
  await page.getByRole('button', { name: new RegExp(`^${say('tickets.restore')}`) }).click();
  await expect(page).toHaveURL(new RegExp(`/desk/${kept}$`));
  await phone.open(kept);
  await expect(ada.page.getByText('Des nouvelles ? Le néon clignote.').first()).toBeVisible();

  await page.goto('/admin/deleted-tickets');
  await awake(page);
  await expect(line(page, kept)).toHaveCount(0);
  await line(page, gone).locator('summary').click();
  await line(page, gone).getByRole('button', { name: say('tickets.purge_now') }).click();
  await expect(line(page, gone)).toHaveCount(0);
  await page.goto(`/admin/deleted-tickets/${gone}`);
  await findsNothing(page);
});

test('on a phone without JavaScript Linus restores from the list', async ({ ada, grace, visitor }) => {
  for (const { complaints } of [ada, grace]) complaints.excuse(/status of 404/);
  const number = await new Phone(ada.page).ask('Le néon clignote.');
  await new Desk(grace.page).open(number);
  await new Desk(grace.page).delete(REASON);
  await expect(grace.page.getByRole('heading', { name: say('desk.is_deleted', { n: number }) })).toBeVisible();
  const { page, complaints } = await visitor({ ...PHONE, javaScriptEnabled: false }, 'linus@cordee.test');
  complaints.excuseUnusedProgram();
  await page.goto('/admin/deleted-tickets');
  await line(page, number).getByRole('button', { name: new RegExp(`^${say('tickets.restore')}`) }).click();
  await expect(line(page, number)).toHaveCount(0);
  await page.goto(`/desk/${number}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Le néon clignote' })).toBeVisible();
});

test('nobody but administrators sees them', async ({ grace }) => {
  grace.complaints.excuse(/status of 404/);
  for (const path of ['/admin/deleted-tickets', '/admin/deleted-tickets/1']) {
    await grace.page.goto(path);
    await findsNothing(grace.page);
  }
});

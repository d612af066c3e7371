// The use cases of the reference document (5.3.1, 5.3.3, 5.3.6, 5.3.7, 5.3.8), as written, on a phone and on a desktop. 5.3.2 and 5.3.5 begin in the list of all tickets, 5.3.9 in the administration: they have journeys of their own.
import { type Page } from '@playwright/test';
import { DESK, PHONE, expect, test } from './fixtures';
import { awake } from './people';
import { Desk, Phone } from './ticket';
import { say } from './words';

/** What stands beside the conversation; on a phone it is called. */
async function details(page: Page) {
  await awake(page);
  await expect(page.locator('.talk-head')).toBeVisible();
  const call = page.locator('.talk-head .to-side');
  if (await call.isVisible()) await call.click();
  return page.locator('.side');
}

/** From *all tickets* to the ticket of this title. */
async function fromTheList(page: Page, title: string) {
  await page.goto('/tickets/all');
  await awake(page);
  await page.locator('main').getByRole('link', { name: title }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

for (const [place, device] of [['phone', PHONE], ['desktop', DESK]] as const) {
  test(`5.3.1 anybody opens a ticket from « Mes tickets » with title, description and priority (${place})`, async ({ visitor }) => {
    for (const who of ['ada', 'grace', 'linus']) {
      const { page } = await visitor(device, `${who}@cordee.test`);
      await page.goto('/tickets');
      await awake(page);
      await page.getByRole('main').getByRole('link', { name: say('tickets.new_ticket') }).first().click();
      await awake(page);
      await page.getByLabel(say('tickets.problem')).fill(`Badge de ${who} en panne. Il n’ouvre plus la porte du parking.`);
      await page.getByText(say('tickets.more')).click();
      await page.getByLabel(say('tickets.priority'), { exact: true }).selectOption('urgent');
      await page.getByRole('button', { name: say('tickets.send') }).click();
      await page.waitForURL(/\/(tickets|desk)\/\d+$/);
      await page.goto('/tickets');
      await awake(page);
      await expect(page.getByRole('main').getByText(`Badge de ${who}`)).toBeVisible();
    }
    const { page } = await visitor(device, 'radia@cordee.test');
    await page.goto('/tickets/all');
    await awake(page);
    for (const who of ['ada', 'grace', 'linus']) await expect(page.getByRole('link', { name: `Badge de ${who} en panne` })).toBeVisible();
  });

  test(`5.3.3 a ticket is read from « Tous les tickets » by staff, from « Mes tickets » by whoever asked (${place})`, async ({ visitor }) => {
    const ada = await visitor(device, 'ada@cordee.test');
    await new Phone(ada.page).ask('La lampe du couloir clignote.');
    for (const who of ['grace', 'linus']) await fromTheList((await visitor(device, `${who}@cordee.test`)).page, 'La lampe du couloir clignote');
    await ada.page.goto('/tickets');
    await awake(ada.page);
    await ada.page.getByRole('main').getByRole('link', { name: /La lampe du couloir/ }).first().click();
    await expect(ada.page.getByRole('heading', { level: 1, name: 'La lampe du couloir clignote' })).toBeVisible();
  });

  test(`5.3.6 the administrator chooses a ticket in the list and gives it to somebody (${place})`, async ({ ada, visitor }) => {
    await new Phone(ada.page).ask('Le clavier colle.');
    const { page } = await visitor(device, 'linus@cordee.test');
    await fromTheList(page, 'Le clavier colle');
    await details(page);
    await new Desk(page).assign('Radia Perlman');
    await expect(page.locator('.talk-head')).toContainText('Radia');
    await expect(ada.page.locator('.screen-head')).toContainText('Radia');
  });

  test(`5.3.7 and 5.3.8 title, description and state are changed; closed, nothing can be (${place})`, async ({ ada, visitor }) => {
    await new Phone(ada.page).ask('La souris saute.');
    const { page } = await visitor(device, 'grace@cordee.test');
    await fromTheList(page, 'La souris saute');
    await new Desk(page).take();
    const side = await details(page);
    await side.getByRole('button', { name: say('desk.edit'), exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(say('tickets.title'), { exact: true }).fill('La souris saute et fige');
    await dialog.getByLabel(say('tickets.description'), { exact: true }).fill('Sur les deux postes.');
    await dialog.getByRole('button', { name: say('desk.save'), exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'La souris saute et fige' })).toBeVisible();
    await expect(ada.page.getByRole('heading', { level: 1, name: 'La souris saute et fige' })).toBeVisible();
    await new Desk(page).resolve('Pile changée');
    await side.getByRole('button', { name: say('desk.mark_closed'), exact: true }).click();
    await expect(side.getByRole('button', { name: say('desk.edit'), exact: true })).toHaveCount(0);
    await expect(page.getByText(say('desk.is_final')).first()).toBeVisible();
  });
}

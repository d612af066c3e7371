// The use cases of a ticket's life (5.3.1, 5.3.3, 5.3.5 to 5.3.8): opened with every field, consulted, taken, assigned, changed, closed.
import { DESK, PHONE, expect, test } from './fixtures';
import { awake } from './people';
import { Desk, Phone, checkTold } from './ticket';
import { say } from './words';

for (const [device, shape] of Object.entries({ phone: PHONE, desktop: DESK })) {
  test(`5.3.1 and 5.3.3: Ada opens a ticket with all its fields and finds it among hers, ${device}`, async ({ visitor, grace }) => {
    const { page } = await visitor(shape, 'ada@cordee.test');
    await page.goto('/tickets/new');
    await awake(page);
    await page.getByLabel(say('tickets.problem')).fill('Il me faut un second écran pour la clôture.');
    await page.getByLabel(say('tickets.title')).fill('Un second écran');
    await page.getByText(say('tickets.more')).click();
    await page.getByLabel(say('tickets.priority')).selectOption('urgent');
    await page.getByLabel(say('tickets.category')).selectOption({ label: 'Ordinateur' });
    await page.getByLabel(say('tickets.nature'), { exact: true }).selectOption({ label: say('tickets.nature_request') });
    await page.getByRole('checkbox', { name: new RegExp(say('tickets.confidential')) }).check();
    await page.getByRole('button', { name: say('tickets.send') }).click();
    await page.waitForURL(/\/tickets\/\d+$/);
    const number = Number(/\d+$/.exec(page.url())![0]);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Un second écran');
    await expect(page.locator('.screen-head').getByText(say('desk.is_confidential'), { exact: true })).toBeVisible();
    await page.goto('/tickets');
    await page.getByRole('link', { name: /Un second écran/ }).click();
    await expect(page).toHaveURL(new RegExp(`/tickets/${number}$`));
    await expect(page.getByText('Il me faut un second écran pour la clôture.')).toBeVisible();
    expect(grace.page.url()).toMatch(/desk/);
  });
}

test('5.3.5: Grace takes a ticket she found in the queue; Ada sees who has it', async ({ ada, grace: { page } }) => {
  await new Phone(ada.page).ask('La lampe de bureau siffle.');
  await page.goto('/desk?tab=untaken');
  await awake(page);
  await page.locator('.queue-line').filter({ hasText: 'La lampe de bureau siffle' }).click();
  await page.getByRole('button', { name: say('desk.take'), exact: true }).click();
  await expect(page.locator('.talk-state')).toContainText(say('tickets.status_in_progress'));
  await expect(page.locator('.talk-state')).toContainText(say('desk.in_charge', { name: 'Grace' }));
  await expect(ada.page.locator('.screen-head')).toContainText(say('tickets.in_hands_of', { name: 'Grace' }));
});

test('5.3.6: Linus gives a ticket to Grace, with a word to her', async ({ ada, grace, linus }) => {
  const number = await new Phone(ada.page).ask('Le tiroir est coincé.');
  const desk = new Desk(linus.page);
  await desk.open(number);
  await desk.assign('Grace Hopper', 'Vous connaissez ce meuble.');
  await expect(linus.page.locator('.talk-state')).toContainText(say('desk.in_charge', { name: 'Grace' }));
  await new Desk(grace.page).open(number);
  await expect(grace.page.getByText('Vous connaissez ce meuble.').first()).toBeVisible();
  await checkTold(grace.page, number, true);
});

test('5.3.7 and 5.3.8: Grace changes title and description, the history says what was and is; then she closes it', async ({ ada, grace: { page } }) => {
  const phone = new Phone(ada.page);
  const desk = new Desk(page);
  const number = await phone.ask('Ça ne marche pas.');
  await desk.open(number);
  await desk.take();
  await page.getByRole('button', { name: say('desk.edit'), exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(say('tickets.title')).fill('Imprimante P-12 en panne');
  await dialog.getByLabel(say('tickets.description'), { exact: true }).fill('Un voyant orange clignote.');
  await dialog.getByRole('button', { name: say('desk.save'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Imprimante P-12 en panne');
  const change = say('tickets.field_change', { field: say('tickets.title'), from: 'Ça ne marche pas', to: 'Imprimante P-12 en panne' });
  await expect(page.locator('.history')).toContainText(change);
  await expect(page.locator('.history')).toContainText(say('tickets.description_changed'));
  await expect(ada.page.getByRole('heading', { level: 1 })).toHaveText('Imprimante P-12 en panne');

  await desk.resolve('Le bac était mal fermé.');
  await expect(ada.page.getByText(say('tickets.did_resolve', { name: 'Grace Hopper' })).first()).toBeVisible();
  await page.getByText(say('desk.mark_closed'), { exact: true }).first().click();
  await expect(page.getByText(say('desk.is_final'))).toBeVisible();
  await expect(page.getByRole('button', { name: say('desk.edit'), exact: true }), 'nothing can be changed any more').toHaveCount(0);
  await expect(ada.page.getByText(say('desk.is_final'))).toBeVisible();
  await checkTold(page, number, true);
});

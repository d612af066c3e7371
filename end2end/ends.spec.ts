// How a ticket ends and changes hands: what was done is said, the requester is asked whether it holds, and both hear of a new lead.
import { DESK, expect, test } from './fixtures';
import { Desk, Phone } from './ticket';
import { say } from './words';

test('resolving says what was done; Ada says that it is back, then that it works', async ({ ada, grace }) => {
  const phone = new Phone(ada.page);
  const desk = new Desk(grace.page);
  const number = await phone.ask('L’écran clignote.');
  await desk.open(number);
  await desk.take();
  await desk.resolve('Câble remplacé');
  await expect(ada.page.getByText(say('desk.does_it_hold', { name: 'Grace' }))).toBeVisible();
  await expect(ada.page.locator('.solution')).toContainText('Câble remplacé');
  await ada.page.locator('summary', { hasText: say('desk.it_comes_back') }).click();
  await ada.page.getByLabel(say('desk.what_comes_back')).fill('Il clignote encore le matin.');
  await ada.page.getByRole('button', { name: say('desk.reopen'), exact: true }).click();
  await expect(grace.page.getByText('Il clignote encore le matin.').first()).toBeVisible();
  await expect(grace.page.locator('.solution')).toHaveCount(0);
  await desk.resolve('Pilote de l’écran mis à jour');
  await ada.page.getByRole('button', { name: say('desk.it_works'), exact: true }).click();
  await expect(ada.page.getByText(say('desk.is_final'))).toBeVisible();
  await grace.page.reload();
  await expect(grace.page.locator('.solution'), 'first on the old ticket').toContainText('Pilote de l’écran mis à jour');
});

test('a ticket given on says so to both, with a word between technicians', async ({ visitor, ada, grace, linus }) => {
  const number = await new Phone(ada.page).ask('Le scanner fait des lignes.');
  await new Desk(grace.page).open(number);
  await new Desk(grace.page).take();
  await grace.page.goto('/profile');
  const radia = await visitor(DESK, 'radia@cordee.test');
  const desk = new Desk(linus.page);
  await desk.open(number);
  await linus.page.locator('summary', { hasText: say('desk.assign') }).click();
  await linus.page.getByLabel(say('desk.assign_to'), { exact: true }).selectOption({ label: 'Radia Perlman' });
  await linus.page.getByLabel(say('desk.handover_word')).fill('Ada rappelle à 14 h.');
  await linus.page.getByRole('button', { name: say('desk.assign_now'), exact: true }).click();
  await expect(radia.page.getByText(say('tickets.given_to_you', { n: number }))).toBeVisible();
  await expect(grace.page.getByText(say('tickets.taken_from_you', { n: number, name: 'Radia Perlman' }))).toBeVisible();
  await new Desk(radia.page).open(number);
  await expect(radia.page.getByText('Ada rappelle à 14 h.').first()).toBeVisible();
  await expect(ada.page.getByText('Ada rappelle à 14 h.')).toHaveCount(0);
});

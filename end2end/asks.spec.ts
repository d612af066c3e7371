// The message that asks: with it the ticket waits for its requester, and their next word ends that.
import { DESK, expect, test } from './fixtures';
import { Desk, Phone, stored } from './ticket';
import { say } from './words';

test('Grace asks, and Ada’s ticket waits for her until she answers', async ({ ada, grace }) => {
  const phone = new Phone(ada.page);
  const number = await phone.ask('Le lecteur de badges bipe.');
  await expect(ada.page.getByRole('checkbox', { name: say('conversation.waits') }), 'Ada is not asked').toHaveCount(0);
  const desk = new Desk(grace.page);
  await desk.open(number);
  await desk.take();
  const asks = grace.page.getByRole('checkbox', { name: say('conversation.waits') });
  await asks.check();
  await new Phone(grace.page).write('Combien de fois ?');
  await expect(grace.page.getByText('Combien de fois ?')).toBeVisible();
  const waits = grace.page.locator('.pill', { hasText: say('desk.waits_for_requester') });
  await expect(waits.first()).toBeVisible();
  await expect(asks, 'it waits already').toHaveCount(0);
  await expect(ada.page.getByText(say('tickets.waits_for_you', { name: 'Grace' })).first()).toBeVisible();
  await phone.write('Trois fois.');
  await expect(waits).toHaveCount(0);
  await expect(asks).not.toBeChecked();
  const kinds = (await stored(grace.page, number)).map((event) => event.kind);
  expect(kinds.filter((kind) => kind === 'ajout_commentaire')).toHaveLength(2);
});

test('it waits as well when the message is sent without JavaScript', async ({ ada, visitor }) => {
  const number = await new Phone(ada.page).ask('Le store grince.');
  const { page, complaints } = await visitor({ ...DESK, javaScriptEnabled: false }, 'grace@cordee.test');
  complaints.excuseUnusedProgram();
  await page.goto(`/desk/${number}`);
  await page.getByRole('checkbox', { name: say('conversation.waits') }).check();
  await page.getByRole('textbox', { name: say('conversation.message'), exact: true }).fill('De quel côté ?');
  await page.getByRole('button', { name: say('conversation.send'), exact: true }).click();
  await expect(page.getByText('De quel côté ?')).toBeVisible();
  await expect(page.getByText(say('desk.waits_for_requester')).first()).toBeVisible();
});

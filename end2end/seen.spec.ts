// Unread and read: what the lists count, and what the other side is told.
import { expect, test } from './fixtures';
import { Desk, Phone } from './ticket';
import { say } from './words';

test('a ticket Ada has never looked at again counts, and a page opened by its address says that it was read', async ({ ada, grace }) => {
  const phone = new Phone(ada.page);
  const desk = new Desk(grace.page);
  const number = await phone.ask('Le lecteur de badges clignote');
  await ada.page.goto('/tickets');
  await desk.open(number);
  await desk.take();
  await new Phone(grace.page).write('Depuis quand ?');
  const row = ada.page.getByRole('link', { name: /Le lecteur de badges clignote/ });
  const unread = new RegExp(say('tickets.unread', { n: '\\d+' }));
  await expect(row).toContainText(unread);

  await phone.open(number);
  await expect(ada.page.getByText('Depuis quand ?')).toBeVisible();
  await expect(grace.page.getByText(new RegExp(`^${say('conversation.seen_at')}`)).first()).toBeVisible();
  await ada.page.goto('/tickets');
  await expect(row).toBeVisible();
  await expect(row).not.toContainText(unread);

  // One's own words are no news.
  await desk.open(number);
  await new Phone(grace.page).write('Alors ?');
  await expect(grace.page.getByText('Alors ?').first()).toBeVisible();
  await grace.page.goto('/desk');
  const line = grace.page.getByRole('link', { name: /Le lecteur de badges clignote/ }).first();
  await expect(line).toBeVisible();
  await expect(line).not.toContainText(unread);
});

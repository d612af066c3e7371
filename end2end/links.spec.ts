// Links, references elsewhere, what blocks, a parent with its children, and merging with its way back.
import { DESK, expect, test } from './fixtures';
import { awake, findsNothing } from './people';
import { Desk, Phone } from './ticket';
import { say } from './words';

/** The part of the desk that stands beside the conversation; on a phone it is called. */
const opened = async (page: import('@playwright/test').Page) => {
  const details = page.getByRole('button', { name: say('desk.details'), exact: true });
  if (await details.isVisible()) await details.click();
  return page.locator('.side');
};

test('what blocks a ticket is named; a parent takes its children along', async ({ ada, grace }) => {
  grace.complaints.excuse(/status of 4(09|22)/);
  const phone = new Phone(ada.page);
  const [parent, child, blocker] = [await phone.ask('Plus de réseau au 2e.'), await phone.ask('Le Wi-Fi tombe.'), await phone.ask('La borne chauffe.')];
  const desk = new Desk(grace.page);
  await desk.open(parent);
  await desk.take();
  const side = await opened(grace.page);
  const links = side.locator('.links');
  for (const [kind, number] of [['enfant', child], ['bloque_par', blocker]] as const) {
    await links.getByText(say('desk.link'), { exact: true }).first().click();
    await links.getByLabel(say('desk.this_ticket')).selectOption(kind);
    await links.getByLabel(say('desk.other_number')).fill(`n° ${number}`);
    await links.getByRole('button', { name: say('desk.link_now'), exact: true }).click();
    await expect(links.getByRole('link', { name: String(number) })).toBeVisible();
    await links.getByText(say('desk.link'), { exact: true }).first().click();
  }
  await expect(grace.page.locator('.talk-head').getByText(say('desk.is_blocked'), { exact: true })).toBeVisible();
  await links.getByText(say('desk.refer'), { exact: true }).click();
  await links.getByLabel(say('desk.system')).fill('Jira');
  await links.getByLabel(say('desk.number_there')).fill('NET-7');
  await links.getByLabel(say('desk.address')).fill('javascript:alert(1)');
  await links.getByRole('button', { name: say('ui.add') }).click();
  await expect(links.getByText(say('problem.not_an_address'))).toBeVisible();
  await links.getByLabel(say('desk.address')).fill('https://jira.example/NET-7');
  await links.getByRole('button', { name: say('ui.add') }).click();
  await expect(links.getByRole('link', { name: 'NET-7' })).toHaveAttribute('href', 'https://jira.example/NET-7');

  await side.getByText(say('desk.mark_resolved'), { exact: true }).first().click();
  await side.getByLabel(new RegExp(say('desk.what_was_done'))).fill('Borne remplacée');
  await side.getByRole('button', { name: say('desk.mark_resolved'), exact: true }).click();
  await expect(side.getByText(say('error.blocked', { numbers: blocker }))).toBeVisible();
  await links.getByRole('button', { name: say('desk.unlink', { n: blocker }) }).click();
  await expect(links.getByRole('link', { name: String(blocker) })).toHaveCount(0);
  await side.getByRole('button', { name: say('desk.mark_resolved'), exact: true }).click();
  await expect(links.getByText(say('desk.children_behind'))).toBeVisible();
  await links.getByRole('button', { name: say('desk.finish_children') }).click();
  await expect(links.getByText(say('desk.children_behind'))).toHaveCount(0);
  await phone.open(child);
  await expect(ada.page.getByText('Borne remplacée').first()).toBeVisible();
});

test('two tickets of one fault become one: the old number leads there, and it is undone', async ({ ada, grace, visitor }) => {
  grace.complaints.excuse(/status of 4(09|22)/);
  const eve = await visitor(DESK, 'barbara@cordee.test');
  const old = await new Phone(eve.page).ask('Plus de VPN chez moi.');
  await new Phone(eve.page).write('Depuis hier soir.');
  await expect(eve.page.getByText('Depuis hier soir.')).toBeVisible();
  const kept = await new Phone(ada.page).ask('VPN refusé ce matin.');
  const desk = new Desk(grace.page);
  await desk.open(old);
  const side = await opened(grace.page);
  await side.getByText(say('desk.merge'), { exact: true }).first().click();
  await side.getByLabel(say('desk.merge_into')).fill('99999');
  await side.getByRole('button', { name: say('desk.merge_now'), exact: true }).click();
  await expect(side.getByText(say('problem.unknown'))).toBeVisible();
  await side.getByLabel(say('desk.merge_into')).fill(String(kept));
  await side.getByLabel(/participe/).check();
  await side.getByRole('button', { name: say('desk.merge_now'), exact: true }).click();
  await expect(grace.page).toHaveURL(new RegExp(`/desk/${kept}$`));
  const copied = (page: import('@playwright/test').Page) => page.locator('.copied').filter({ hasText: String(old) });
  await expect(copied(grace.page)).toContainText('Depuis hier soir.');
  await expect(copied(ada.page), 'also where it stood open').toContainText('Depuis hier soir.');
  await eve.page.goto(`/tickets/${old}`);
  await expect(eve.page, 'the old number leads to the new').toHaveURL(new RegExp(`/tickets/${kept}$`));
  await expect(copied(eve.page)).toContainText('Plus de VPN chez moi.');

  await awake(grace.page);
  eve.complaints.excuse(/status of 404/);
  await copied(grace.page).getByRole('button', { name: say('desk.unmerge') }).click();
  for (const { page } of [grace, ada]) await expect(copied(page)).toHaveCount(0);
  await findsNothing(eve.page);
  await new Phone(eve.page).open(old);
  await expect(eve.page.getByText('Depuis hier soir.').first()).toBeVisible();
  await expect(eve.page.getByText(say('tickets.did_unmerge', { name: 'Grace Hopper' })).first()).toBeVisible();
});

// A ticket for somebody else: Grace writes down who calls, finds who is known while she types, and without JavaScript.
import { type Page } from '@playwright/test';
import { PHONE, expect, test } from './fixtures';
import { awake } from './people';
import { say } from './words';

const choose = (page: Page, key: 'for_me' | 'for_known' | 'for_new') => page.getByRole('radio', { name: say(`tickets.${key}`), exact: true });
const send = (page: Page) => page.getByRole('button', { name: say('tickets.send'), exact: true });
const search = (page: Page) => page.getByRole('searchbox', { name: say('tickets.find_person') });
const person = (page: Page, name: string) => page.getByRole('radio', { name: new RegExp(`^${name}`) });

async function begin(page: Page): Promise<void> {
  await page.goto('/tickets/new');
  await page.getByLabel(say('tickets.problem')).fill('Mon combiné n’a plus de tonalité.');
}

test('somebody new calls: a name and a way to reach them are asked for, beside the fields', async ({ grace: { page, complaints } }) => {
  complaints.excuse(/status of 422/);
  await begin(page);
  await awake(page);
  await choose(page, 'for_new').check();
  await page.getByLabel(say('tickets.caller_name')).fill('Hedy Lamarr');
  await send(page).click();
  await expect(page.getByLabel(say('tickets.caller_contact'))).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel(say('tickets.caller_contact')).fill('01 44 55 09 09');
  await send(page).click();
  await expect(page).toHaveURL(/\/desk\/\d+$/);
  await expect(page.locator('.side').getByText('Hedy Lamarr', { exact: true })).toBeVisible();
  await expect(page.getByText(say('tickets.did_open_for', { name: 'Grace Hopper', requester: 'Hedy Lamarr' })).first()).toBeVisible();
  await expect(page.locator('.side').getByText(say('tickets.taken_by'))).toBeVisible();
});

test('who is known is found while one types, chosen with the keyboard, and has the ticket', async ({ grace: { page, complaints }, ada }) => {
  complaints.excuse(/status of 422/);
  await begin(page);
  await awake(page);
  await choose(page, 'for_known').check();
  await send(page).click();
  await expect(page.getByText(say('tickets.choose_person')), 'nobody is chosen yet').toBeVisible();
  await search(page).pressSequentially('lovel');
  await expect(person(page, 'Ada Lovelace')).toBeVisible();
  await search(page).press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(person(page, 'Ada Lovelace')).toBeChecked();
  await search(page).fill('joan');
  await expect(person(page, 'Joan Clarke')).toBeVisible();
  await expect(person(page, 'Ada Lovelace'), 'whoever is chosen stays').toBeChecked();
  await send(page).click();
  await expect(page).toHaveURL(/\/desk\/\d+$/);
  await ada.page.goto('/tickets');
  await expect(ada.page.getByRole('link', { name: /Mon combiné n’a plus de tonalité/ })).toBeVisible();
});

test('what was typed for somebody else does not count when Grace asks for herself', async ({ grace: { page } }) => {
  await begin(page);
  await awake(page);
  await choose(page, 'for_new').check();
  await page.getByLabel(say('tickets.caller_name')).fill('Hedy Lamarr');
  await choose(page, 'for_me').check();
  await send(page).click();
  await expect(page).toHaveURL(/\/tickets\/\d+$/);
});

test('without JavaScript people are found by the page itself', async ({ visitor }) => {
  const { page, complaints } = await visitor({ ...PHONE, javaScriptEnabled: false }, 'grace@cordee.test');
  complaints.excuseUnusedProgram();
  await page.goto('/tickets/new');
  await choose(page, 'for_known').check();
  await search(page).fill('ada');
  await search(page).locator('xpath=..').getByRole('button').click();
  await person(page, 'Ada Lovelace').check();
  await page.getByLabel(say('tickets.problem')).fill('Mon combiné n’a plus de tonalité.');
  await send(page).click();
  await expect(page).toHaveURL(/\/desk\/\d+$/);
  await expect(page.getByText(say('tickets.did_open_for', { name: 'Grace Hopper', requester: 'Ada Lovelace' })).first()).toBeAttached();
});

test('an employee is not asked for whom', async ({ ada: { page } }) => {
  await begin(page);
  await awake(page);
  await expect(page.getByText(say('tickets.for_whom'))).toHaveCount(0);
});

// What an employee sees first: the box in which they say what is wrong, and their tickets, those that wait for them before the others.
import type { Page } from '@playwright/test';
import { DESK, PHONE, expect, test } from './fixtures';
import { HOME, awake, fillDoor, register } from './people';
import { PASSWORD } from './server';
import { Desk, Phone } from './ticket';
import { say } from './words';

const PLAIN = { ...PHONE, javaScriptEnabled: false };

const box = (page: Page) => page.getByRole('textbox', { name: say('tickets.new_title') });
const send = (page: Page) => page.getByRole('button', { name: say('tickets.send_now'), exact: true });
const rows = (page: Page) => page.locator('.own').getByRole('listitem');

async function home(page: Page): Promise<void> {
  await page.goto('/');
  await awake(page);
}

test('Ada says at home what is wrong, with scripts and without', async ({ ada, visitor }) => {
  const plain = await visitor(PLAIN, 'ada@cordee.test');
  for (const { page } of [ada, plain]) {
    await page.goto('/');
    await box(page).fill('Mon casque est muet.');
    await send(page).click();
    await expect(page).toHaveURL(/\/tickets\/\d+$/);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mon casque est muet');
  }
  await plain.page.goto('/');
  await send(plain.page).click();
  await expect(plain.page.getByText(say('problem.empty'))).toBeVisible();
  await expect(box(plain.page), 'still at home').toHaveAttribute('aria-invalid', 'true');
});

test('what was begun at home is there after a reload, goes along to the whole form, and is gone when it was sent', async ({ ada: { page } }) => {
  await home(page);
  await box(page).fill('Mon casque est muet depuis ce matin.');
  await page.reload();
  await awake(page);
  await expect(box(page)).toHaveValue('Mon casque est muet depuis ce matin.');
  await page.getByRole('link', { name: say('tickets.say_more') }).click();
  await expect(page.getByLabel(say('tickets.problem'))).toHaveValue('Mon casque est muet depuis ce matin.');
  await page.getByRole('button', { name: say('tickets.send') }).click();
  await expect(page).toHaveURL(/\/tickets\/\d+$/);
  await home(page);
  await expect(box(page)).toHaveValue('');
});

test('what was written at home when the session had ended is there after signing in, without JavaScript', async ({ visitor }) => {
  const { page, complaints } = await visitor(PLAIN, 'ada@cordee.test');
  complaints.excuseUnusedProgram();
  await box(page).fill('Mon casque est muet.');
  await page.context().clearCookies();
  await send(page).click();
  await expect(page).toHaveURL(/sign-in/);
  await fillDoor(page, 'ada@cordee.test', PASSWORD);
  await expect(box(page)).toHaveValue('Mon casque est muet.');
  await send(page).click();
  await expect(page).toHaveURL(/\/tickets\/\d+$/);
});

test('what waits for Ada comes first, by itself, and disturbs neither what she types nor the row under her finger', async ({ visitor, grace }) => {
  const ada = await visitor(DESK, 'ada@cordee.test');
  const { page } = ada;
  const phone = new Phone(page);
  const older = await phone.ask('Le clavier colle.');
  await phone.ask('Le micro est muet.');
  const desk = new Desk(grace.page);
  await desk.open(older);
  await desk.take();
  await phone.open(older);
  await home(page);
  // Others of hers wait as well: the two keep their order among them.
  const order = async () => (await rows(page).allInnerTexts()).flatMap((text) => /Le (micro|clavier)/.exec(text)?.[1] ?? []);
  await expect.poll(order).toEqual(['micro', 'clavier']);
  const row = rows(page).filter({ hasText: 'Le clavier colle' });
  await expect(row).toContainText(say('tickets.in_hands_of', { name: 'Grace' }));
  await box(page).pressSequentially('Et puis');

  await new Phone(grace.page).write('Depuis quand ?');
  await expect(row).toContainText(say('tickets.and_news', { line: say('tickets.in_hands_of', { name: 'Grace' }) }));
  await expect(row).toContainText(say('tickets.unread', { n: 1 }));
  await expect.poll(order).toEqual(['clavier', 'micro']);
  await page.keyboard.type(' la souris.');
  await expect(box(page), 'she types on').toHaveValue('Et puis la souris.');

  // She has read it, and has another row in hand when more comes.
  await phone.open(older);
  await home(page);
  await expect.poll(order).toEqual(['micro', 'clavier']);
  await rows(page).filter({ hasText: 'Le micro est muet' }).getByRole('link').focus();
  await new Phone(grace.page).write('Alors ?');
  await expect(row).toContainText(say('tickets.unread', { n: 1 }));
  expect(await order(), 'the rows stay').toEqual(['micro', 'clavier']);
  await box(page).focus();
  await expect.poll(order).toEqual(['clavier', 'micro']);
});

test('what is resolved waits for Ada’s yes; *Tous* leads to all of hers, in the same words', async ({ ada: { page }, grace }) => {
  const phone = new Phone(page);
  const number = await phone.ask('Le badge ne bipe plus.');
  const desk = new Desk(grace.page);
  await desk.open(number);
  await desk.take();
  await desk.resolve();
  await phone.open(number);
  await expect(page.getByRole('banner').or(page.locator('.screen-head'))).toContainText([say('tickets.is_resolved')]);
  await phone.ask('Le store est bloqué.');
  await home(page);
  await expect(rows(page).first()).toContainText('Le badge ne bipe plus');
  await expect(rows(page).first()).toContainText(say('tickets.is_resolved'));
  const all = page.locator('.section-head').getByRole('link');
  const n = Number(/\d+/.exec(await all.innerText())![0]);
  await all.click();
  await expect(page).toHaveURL(/\/tickets$/);
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(n);
  await expect(page.getByRole('link', { name: /Le badge ne bipe plus/ })).toContainText(say('tickets.is_resolved'));
});

test('whoever has just come reads what to do', async ({ visitor }) => {
  const { page } = await visitor(PHONE);
  await register(page, 'Nina Simone', 'nina@cordee.test', 'quatre mousquetons bleus');
  await expect(page).toHaveURL(HOME);
  await expect(page.getByText(say('tickets.none_text'))).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
});

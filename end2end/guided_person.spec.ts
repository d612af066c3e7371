// What the guided person does counts from the moment it is seen, once, and for the step they have read; and the other side knows.
import type { Page } from '@playwright/test';
import { join } from 'node:path';
import { DESK, PHONE, expect, test } from './fixtures';
import { awake } from './people';
import { inHand } from './scene';
import { Desk, Phone, answers, stored } from './ticket';
import { root, say } from './words';

test('on a cold slow line an answer counts before the page has woken up', async ({ visitor, grace }) => {
  const ada = await visitor(PHONE, 'ada@cordee.test');
  const { desk, number } = await inHand(ada, grace);
  await desk.write('Choisissez le casque.');
  const cold = await visitor(PHONE, 'ada@cordee.test');
  cold.complaints.excuseUnusedProgram();
  let woken = false;
  await cold.page.route('**/*.wasm', async (route) => {
    await new Promise((soon) => setTimeout(soon, 15_000));
    woken = true;
    await route.continue().catch(() => undefined);
  });
  await cold.page.goto(`/tickets/${number}`, { waitUntil: 'commit' });
  const phone = new Phone(cold.page);
  await phone.note('Il était à zéro.');
  await phone.answer('done');
  await desk.seesAnswer('1', 'done');
  expect(woken, 'the program had not come').toBe(false);
  await expect(desk.knot('1')).toContainText('Il était à zéro.');
  await phone.seesStep('Choisissez le casque.');
  expect(answers(await stored(grace.page, number))).toEqual(['1.1 fait']);
  await cold.page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('without JavaScript Ada answers, says why, asks for a call and stops', async ({ visitor, ada, grace }) => {
  const { desk, number } = await inHand(ada, grace);
  const plain = await visitor({ ...PHONE, javaScriptEnabled: false }, 'ada@cordee.test');
  plain.complaints.excuseUnusedProgram();
  const phone = new Phone(plain.page);
  await plain.page.goto(`/tickets/${number}`);
  await phone.note('Le curseur est gris.');
  await phone.answer('failed');
  await expect(plain.page.getByText(say('guidance.knows_it', { name: 'Grace' }))).toBeVisible();
  await desk.seesAnswer('1', 'failed');
  await phone.explain('Il dit « aucun périphérique ».');
  await expect(plain.page.locator('.step q', { hasText: 'aucun périphérique' })).toBeVisible();
  await expect(desk.knot('1')).toContainText('Le curseur est gris.');
  await expect(desk.knot('1')).toContainText('aucun périphérique');
  await desk.send('Rebranchez le casque.');
  // A plain page shows what has arrived when it is loaded.
  await expect(desk.knot('2')).toContainText('Rebranchez le casque.');
  await plain.page.reload();
  await phone.seesStep('Rebranchez le casque.');
  await phone.callMe('06 12 34 56 78');
  await expect(grace.page.getByRole('link', { name: '06 12 34 56 78' })).toBeVisible();
  await phone.stop();
  await expect(grace.page.getByText(say('guidance.did_stop', { name: 'Ada Lovelace' })).first()).toBeVisible();
  await expect(grace.page.getByRole('link', { name: '06 12 34 56 78' }), 'the call is still owed').toBeVisible();
});

test('two taps of one thumb answer one step', async ({ ada, grace }) => {
  const { phone, desk, number } = await inHand(ada, grace);
  await desk.write('Choisissez le casque.');
  await holdFirstSecond(ada.page);
  await phone.answer('done');
  await phone.seesStep('Choisissez le casque.');
  for (const answer of ['done', 'done', 'failed'] as const) await phone.answerButton(answer).click({ force: true });
  await desk.seesAnswer('1', 'done');
  expect(answers(await stored(grace.page, number))).toEqual(['1.1 fait']);
  await phone.seesStep('Choisissez le casque.');
  await ada.page.evaluate(() => document.getAnimations().forEach((animation) => animation.play()));
  await phone.answer('done');
  await desk.seesAnswer('2', 'done');
});

/** Stops the clock of new buttons shortly before their first second is over, however slow this machine is. */
async function holdFirstSecond(page: Page): Promise<void> {
  await page.evaluate(() => document.addEventListener('animationstart', ({ animationName, target }) => {
    if (animationName !== 'wake') return;
    for (const animation of (target as Element).getAnimations()) {
      animation.pause();
      animation.currentTime = 950;
    }
  }));
}

test('after a no Grace knows; a word and a photo join the answer until she goes on', async ({ ada, grace }) => {
  const { phone, desk } = await inHand(ada, grace);
  await phone.answer('failed');
  await expect(ada.page.getByText(say('guidance.knows_it', { name: 'Grace' }))).toBeVisible();
  await phone.explain('Le bouton tourne à vide.');
  await expect(grace.page.locator('.frozen')).toContainText('Le bouton tourne à vide.');
  await ada.page.locator('.reason input[type=file]').setInputFiles(join(root, 'public/icons/192.png'));
  await expect(ada.page.locator('.reason img'), 'seen before it goes').toBeVisible();
  await expect(desk.knot('1').getByRole('button', { name: /192/ })).toHaveCount(0);
  await ada.page.getByRole('button', { name: say('guidance.send_reason'), exact: true }).click();
  await expect(desk.knot('1').getByRole('button', { name: /192/ })).toBeVisible();
  await desk.send('Tirez le bouton, puis tournez.');
  await phone.seesStep('Tirez le bouton, puis tournez.');
  await expect(ada.page.getByText(say('guidance.knows_it', { name: 'Grace' }))).toHaveCount(0);
});

test('Ada says that she was mistaken; Grace takes that step up again in its own words', async ({ ada, grace }) => {
  const { phone, desk } = await inHand(ada, grace);
  await desk.write('Choisissez le casque.');
  await phone.answer('done');
  await ada.page.getByRole('button', { name: say('guidance.mistake'), exact: true }).click();
  const told = grace.page.getByText(say('guidance.mistook_answer', { name: 'Ada', step: '1', answer: say('guidance.done') }));
  await expect(told).toBeVisible();
  await phone.seesStep('Choisissez le casque.');
  await grace.page.getByRole('button', { name: say('guidance.take_up_step', { step: '1' }) }).click();
  await expect(desk.box()).toHaveValue('Montez le volume.');
  await grace.page.locator('.step-form').getByRole('button', { name: say('guidance.send_step') }).click();
  await phone.seesStep('Montez le volume.');
  await expect(told).toHaveCount(0);
  await expect(ada.page.getByRole('button', { name: say('guidance.mistake'), exact: true })).toHaveCount(0);
});

test('a call has an outcome: Ada hears that she was not reached, and the end asks what became of it', async ({ ada, grace }) => {
  const { phone, desk } = await inHand(ada, grace);
  await phone.callMe('06 12 34 56 78');
  await grace.page.getByRole('button', { name: say('guidance.not_reached'), exact: true }).click();
  await expect(ada.page.locator('.guided').getByText(say('guidance.did_not_reach', { name: 'Grace' }))).toBeVisible();
  await phone.callMe('06 12 34 56 79');
  await expect(grace.page.getByRole('link', { name: '06 12 34 56 79' })).toBeVisible();
  await desk.end(true, 'Le casque était muet.');
  const dialog = grace.page.getByRole('dialog');
  await expect(dialog, 'the end waits for the outcome').toBeVisible();
  await dialog.getByLabel(say('guidance.called')).check();
  await dialog.getByRole('button', { name: say('guidance.end_now'), exact: true }).click();
  await expect(ada.page.getByText(say('desk.does_it_hold', { name: 'Grace' }))).toBeVisible();
});

test('each sees whether the other is there, before and during guidance', async ({ visitor, ada, grace }) => {
  const phone = new Phone(ada.page);
  const number = await phone.ask('Le son grésille.');
  const desk = new Desk(grace.page);
  await desk.open(number);
  await desk.take();
  const here = (name: string) => say('guidance.is_here', { name });
  await expect(grace.page.getByText(here('Ada'))).toBeVisible();
  await ada.page.goto('/tickets');
  await expect(grace.page.getByText(say('guidance.is_away', { name: 'Ada' }))).toBeVisible();
  await desk.start();
  await phone.open(number);
  await expect(ada.page.getByText(here('Grace'))).toBeVisible();
  await expect(grace.page.getByText(here('Ada'))).toBeVisible();
  await grace.page.goto('/profile');
  await expect(ada.page.getByText(say('guidance.is_away', { name: 'Grace' }))).toBeVisible();
  const late = await visitor(DESK, 'grace@cordee.test');
  await new Desk(late.page).open(number);
  await expect(late.page.getByText(here('Ada')), 'told to whoever comes later').toBeVisible();
});

test('a double click on *Prendre en charge* starts nothing', async ({ ada, grace }) => {
  const number = await new Phone(ada.page).ask('Le micro est muet.');
  const desk = new Desk(grace.page);
  await desk.open(number);
  const take = (await grace.page.getByRole('button', { name: say('desk.take'), exact: true }).boundingBox())!;
  await grace.page.mouse.click(take.x + take.width / 2, take.y + take.height / 2, { clickCount: 2, delay: 40 });
  const start = grace.page.getByRole('button', { name: say('guidance.start'), exact: true });
  await expect(start).toBeVisible();
  const place = (await start.boundingBox())!;
  const apart = place.y > take.y + take.height || place.x > take.x + take.width || place.x + place.width < take.x;
  expect(apart, 'what starts something stands elsewhere').toBe(true);
  expect((await stored(grace.page, number)).some((event) => event.kind === 'guidage_debut')).toBe(false);
});

test('by the keyboard: the focus follows to the opened ticket, to what starts guidance, and to the box', async ({ ada, grace }) => {
  const number = await new Phone(ada.page).ask('Le clavier saute des lettres.');
  const desk = new Desk(grace.page);
  await grace.page.goto('/desk?tab=untaken');
  // Before it is awake the browser itself follows the link.
  await awake(grace.page);
  await grace.page.getByRole('link', { name: /Le clavier saute des lettres/ }).press('Enter');
  await expect(grace.page).toHaveURL(new RegExp(`/desk/${number}`));
  await expect(grace.page.getByRole('heading', { level: 1 })).toBeFocused();
  await grace.page.getByRole('button', { name: say('desk.take'), exact: true }).press('Enter');
  const start = grace.page.getByRole('button', { name: say('guidance.start'), exact: true });
  await expect(start).toBeFocused();
  await start.press('Enter');
  await expect(desk.box()).toBeFocused();
});

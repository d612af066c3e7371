// (a) From the first visit to the solved ticket: an employee on a phone, a technician at a desk.
import { join } from 'node:path';
import { PHONE, expect, test } from './fixtures';
import { HOME, awake, register } from './people';
import { Desk, Phone, answers, checkTold, stored } from './ticket';
import { root, say } from './words';

test('an employee registers, opens a ticket, and is led through five steps until it is solved', async ({ visitor, grace }) => {
  const nina = await visitor(PHONE);
  await register(nina.page, 'Nina Simone', 'nina@cordee.test', 'quatre mousquetons bleus');
  await nina.page.waitForURL(HOME);
  const phone = new Phone(nina.page);
  const number = await phone.ask('Bonjour, mon imprimante P-12 n’imprime plus. Un voyant orange clignote.');
  await expect(nina.page.getByRole('heading', { level: 1 })).toHaveText('Mon imprimante P-12 n’imprime plus');

  const desk = new Desk(grace.page);
  await grace.page.goto('/desk?tab=untaken');
  await grace.page.getByRole('link', { name: /Mon imprimante P-12 n’imprime plus/ }).click();
  await awake(grace.page);
  await desk.take();
  await desk.start();
  await phone.waitsFor('Grace');

  // 1: done. 2 and 3 are written ahead, and only 2 is seen.
  await desk.write('Éteignez l’imprimante avec le bouton à l’arrière.');
  await phone.seesStep('Éteignez l’imprimante avec le bouton à l’arrière.');
  await desk.write('Retirez le bac à papier.');
  await desk.write('Rallumez l’imprimante.');
  await expect(desk.drafts()).toHaveCount(2);
  await expect(nina.page.getByText('Rallumez l’imprimante.')).toHaveCount(0);
  await phone.answer('done');
  await desk.seesAnswer('1', 'done');
  await phone.seesStep('Retirez le bac à papier.');

  // 2: it did not work; the queue freezes and Grace puts another way in its place.
  await phone.note('Il est bloqué.');
  await phone.answer('failed');
  await desk.seesAnswer('2', 'failed');
  await expect(grace.page.getByText('Il est bloqué.').first()).toBeVisible();
  await expect(desk.drafts()).toHaveCount(1);
  await desk.send('Soulevez le bac puis tirez-le vers vous.');
  await phone.seesStep('Soulevez le bac puis tirez-le vers vous.');

  // 3: done, with a photo. The draft follows at once.
  await phone.photo(join(root, 'public/icons/192.png'));
  await phone.answer('done');
  await phone.seesStep('Rallumez l’imprimante.');
  await expect(desk.knot('3').getByRole('button', { name: /192/ })).toBeVisible();

  // 4: not understood; the same step in other words.
  await phone.answer('unclear');
  await desk.seesAnswer('4', 'unclear');
  await desk.mode('mode_rephrase', '4');
  await expect(desk.box(), 'its own words, to be changed').toHaveValue('Rallumez l’imprimante.');
  await desk.mode('mode_replace');
  await expect(desk.box(), 'which are no other step').toHaveValue('');
  await desk.rephrase('4', 'Appuyez sur le bouton rond, en haut à droite.');
  await phone.seesStep('Appuyez sur le bouton rond, en haut à droite.');
  await phone.answer('done');
  await desk.seesAnswer('4b', 'done');

  // 5: the last one.
  await phone.waitsFor('Grace');
  await desk.write('Imprimez une page de test.');
  await phone.answer('done');
  await desk.seesAnswer('5', 'done');
  await desk.end(true, 'Bravo, tout est en ordre.');

  const over = say('guidance.did_solve', { name: 'Grace Hopper' });
  for (const { page } of [nina, grace]) {
    await expect(page.getByText(over).first()).toBeVisible();
    await expect(page.getByText('Bravo, tout est en ordre.').first()).toBeVisible();
  }
  expect(answers(await stored(grace.page, number))).toEqual(['1.1 fait', '2.1 pas_marche', '3.1 fait', '4.1 pas_compris', '4.2 fait', '5.1 fait']);
  await checkTold(grace.page, number, true);
  await checkTold(nina.page, number, false);

  // The history shows it all, also on paper.
  await grace.page.goto(`/tickets/${number}/print`);
  for (const text of ['Retirez le bac à papier.', 'Il est bloqué.', 'Soulevez le bac', 'Rallumez', 'Appuyez sur le bouton rond', 'Imprimez une page de test.', over]) {
    await expect(grace.page.getByText(text).first()).toBeVisible();
  }
});

test('the queue is edited, reordered and thinned out before it is released', async ({ ada, grace }) => {
  const phone = new Phone(ada.page);
  const desk = new Desk(grace.page);
  await desk.open(await phone.ask('Le VPN refuse mon mot de passe.'));
  await desk.take();
  await desk.start();
  await desk.write('Ouvrez le VPN.');
  for (const text of ['Cliquez sur Profil.', 'Fermez tout.', 'Tapez le code.']) await desk.write(text);
  await expect(desk.drafts()).toHaveCount(3);

  await grace.page.getByRole('button', { name: say('guidance.remove_draft', { step: 3 }) }).click();
  await expect(desk.drafts()).toHaveCount(2);
  await grace.page.getByRole('button', { name: say('guidance.move_up', { step: 3 }) }).click();
  await expect(desk.drafts().first()).toContainText('Tapez le code.');
  await grace.page.getByRole('button', { name: say('guidance.edit_draft', { step: 2 }) }).click();
  await grace.page.getByLabel(say('guidance.edit_label')).fill('Tapez le code du jour.');
  await grace.page.getByRole('button', { name: say('guidance.save'), exact: true }).click();
  await expect(desk.drafts().first()).toContainText('Tapez le code du jour.');

  await phone.answer('done');
  await phone.seesStep('Tapez le code du jour.');
  await phone.answer('done');
  await phone.seesStep('Cliquez sur Profil.');
});

test('going back takes an earlier step up again, and a frozen queue can be thawed', async ({ ada, grace }) => {
  const phone = new Phone(ada.page);
  const desk = new Desk(grace.page);
  const number = await phone.ask('Mon écran reste noir.');
  await desk.open(number);
  await desk.take();
  await desk.start();
  await desk.write('Branchez le câble.');
  await desk.write('Allumez l’écran.');
  await phone.answer('failed');
  await desk.seesAnswer('1', 'failed');
  await grace.page.getByRole('button', { name: say('guidance.go_on_anyway') }).click();
  await phone.seesStep('Allumez l’écran.');
  await desk.mode('mode_back');
  await grace.page.getByLabel(say('guidance.back_to')).selectOption('1');
  await desk.send('Branchez l’autre câble.');
  await phone.seesStep('Branchez l’autre câble.');
  await expect(desk.knot('3')).toContainText(say('guidance.takes_up', { step: 1 }));
  await expect(desk.knot('2')).toContainText(say('guidance.superseded'));
  await checkTold(grace.page, number, true);
});

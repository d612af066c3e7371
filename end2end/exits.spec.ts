// (b) Every way out of guidance, and that typing is refused until one is taken.
import { type Person, expect, test } from './fixtures';
import { inHand } from './scene';
import { Desk, Phone, stored } from './ticket';
import { say } from './words';

/** Ada asks, Grace takes and begins. */
async function guided(ada: Person, grace: Person): Promise<{ phone: Phone; desk: Desk; number: number }> {
  const phone = new Phone(ada.page);
  const desk = new Desk(grace.page);
  const number = await phone.ask('Mon clavier écrit des chiffres à la place des lettres.');
  await desk.open(number);
  await desk.take();
  await desk.start();
  return { phone, desk, number };
}

test('while guidance runs Ada cannot type, and the page says why', async ({ ada, grace }) => {
  ada.complaints.excuse(/status of 409/);
  const { phone, number } = await guided(ada, grace);
  await expect(ada.page.getByText(say('guidance.paused_why'))).toBeVisible();
  await expect(phone.composer()).toHaveCount(0);
  // Also for a program that does not ask the page.
  const refusal = await ada.page.evaluate(async (number) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    const response = await fetch('/fn/add_comment', { method: 'POST', headers, body: `number=${number}&text=Bonjour` });
    return { status: response.status, text: await response.text() };
  }, number);
  expect(refusal.status).toBe(409);
  expect(refusal.text).toContain('typing_paused');
  expect(say('conflict.typing_paused')).toBe('Vous ne pouvez pas envoyer de messages pendant le mode guidage');
  expect((await stored(ada.page, number)).some((event) => event.kind === 'ajout_commentaire')).toBe(false);
});

test('call me: Grace sees the number at once, the step stays open', async ({ ada, grace }) => {
  const { phone, desk } = await guided(ada, grace);
  await desk.write('Appuyez sur Verr. num.');
  await phone.callMe('06 12 34 56 78');
  const call = grace.page.getByRole('link', { name: /06 12 34 56 78/ }).first();
  await expect(call).toHaveAttribute('href', 'tel:0612345678');
  await phone.answer('done');
  await desk.seesAnswer('1', 'done');
});

test('stop: the session ends, the ticket goes on, typing is free, the drafts are kept', async ({ ada, grace }) => {
  const { phone, desk } = await guided(ada, grace);
  await desk.write('Appuyez sur Verr. num.');
  await desk.write('Puis redémarrez.');
  await phone.seesStep('Appuyez sur Verr. num.');
  await phone.stop();
  await expect(grace.page.getByText(say('guidance.did_stop', { name: 'Ada Lovelace' })).first()).toBeVisible();
  await phone.write('Je dois partir, on reprend demain.');
  await expect(grace.page.getByText('Je dois partir, on reprend demain.')).toBeVisible();
  await desk.start();
  await expect(desk.drafts()).toContainText(['Puis redémarrez.']);
});

test('lift: typing is free although the session and the step go on; the next instruction pauses it again', async ({ ada, grace }) => {
  const { phone, desk } = await guided(ada, grace);
  await desk.write('Appuyez sur Verr. num.');
  await phone.seesStep('Appuyez sur Verr. num.');
  await desk.lift();
  await expect(ada.page.getByText(say('guidance.lifted_why'))).toBeVisible();
  await phone.write('Quelle touche ?');
  await expect(grace.page.getByText('Quelle touche ?')).toBeVisible();
  await desk.mode('mode_say');
  await desk.send('En haut à droite.');
  await expect(ada.page.getByText('En haut à droite.')).toBeAttached();
  await phone.answer('done');
  await desk.seesAnswer('1', 'done');
  await desk.mode('mode_next');
  await desk.write('Tapez une lettre.');
  await expect(ada.page.getByText(say('guidance.paused_why'))).toBeVisible();
  await expect(phone.composer()).toHaveCount(0);
});

test.describe('with a short patience', () => {
  test.use({ settings: { CORDEE_LIFT_SECONDS: '5' } });

  test('a technician who stays silent loses the pause by itself', async ({ ada, grace }) => {
    const { phone } = await guided(ada, grace);
    await expect(ada.page.getByText(say('guidance.lifted_why'))).toBeVisible({ timeout: 30_000 });
    await phone.write('Vous êtes là ?');
    await expect(grace.page.getByText('Vous êtes là ?')).toBeVisible();
    await expect(grace.page.getByText(say('guidance.lifted_itself')).first()).toBeVisible();
  });
});

test('end without a solution: the ticket stays in progress and the conversation is free', async ({ ada, grace }) => {
  const { phone, desk } = await guided(ada, grace);
  await desk.write('Appuyez sur Verr. num.');
  await desk.end(false, 'Je vous rappelle demain.');
  await expect(ada.page.getByText('Je vous rappelle demain.')).toBeVisible();
  await phone.write('Merci, à demain.');
  await expect(grace.page.getByText('Merci, à demain.')).toBeVisible();
});

test('Appelez-moi proposes the number of Ada’s profile, and is not sent without one', async ({ ada, grace }) => {
  await inHand(ada, grace);
  await ada.page.getByRole('button', { name: say('guidance.call_me'), exact: true }).click();
  const dialog = ada.page.getByRole('dialog');
  const phone = dialog.getByLabel(say('guidance.phone'));
  await expect(phone).toHaveValue('01 44 55 02 14');
  await phone.fill('');
  await dialog.getByRole('button', { name: say('guidance.ask_call'), exact: true }).click();
  await expect(dialog).toContainText(say('problem.empty'));
  await phone.fill('06 12 34 56 78');
  await dialog.getByRole('button', { name: say('guidance.ask_call'), exact: true }).click();
  await expect(grace.page.getByRole('link', { name: '06 12 34 56 78' })).toBeVisible();
});

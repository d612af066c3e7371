// Photos while a ticket is opened: chosen, pasted or dragged in, seen and taken back before; they follow the ticket, which opens at once.
import { type Locator, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DESK, PHONE, expect, test } from './fixtures';
import { awake } from './people';
import { stored } from './ticket';
import { root, say } from './words';

const PHOTO = join(root, 'public/icons/192.png');
const OTHER = join(root, 'public/icons/512.png');

const pick = (page: Page) => page.locator('main .pick input');
const chosen = (page: Page) => page.locator('main .chosen > li');
const send = (page: Page) => page.getByRole('button', { name: say('tickets.send_now'), exact: true }).or(page.getByRole('button', { name: say('tickets.send'), exact: true }));
const shown = (page: Page) => page.locator('.stream .thumb');

/** Somebody brings a picture to this place, under this name. */
const bring = (place: Locator, how: 'paste' | 'drop', name: string) =>
  place.evaluate(
    async (place, [how, name]) => {
      const data = new DataTransfer();
      data.items.add(new File([await (await fetch('/icons/192.png')).blob()], name, { type: 'image/png' }));
      const wish = { bubbles: true, cancelable: true };
      place.dispatchEvent(how === 'paste' ? new ClipboardEvent('paste', { ...wish, clipboardData: data }) : new DragEvent('drop', { ...wish, dataTransfer: data }));
    },
    [how, name],
  );

const numberOf = async (page: Page) => {
  await page.waitForURL(/\/(tickets|desk)\/\d+$/);
  return Number(/\d+$/.exec(page.url())![0]);
};

const pictures = async (page: Page) => (await stored(page, await numberOf(page))).filter((event) => event.kind === 'piece_jointe');

for (const [where, device] of [['her phone', PHONE], ['a desktop', DESK]] as const) {
  test(`Ada shows at home what is wrong, on ${where}: several, pasted, one taken back`, async ({ visitor }) => {
    const { page } = await visitor(device, 'ada@cordee.test');
    await page.goto('/');
    await awake(page);
    await page.locator('#problem').fill('Le voyant est rouge.');
    await pick(page).setInputFiles([PHOTO, OTHER]);
    await bring(page.locator('#problem'), 'paste', 'voyant.png');
    await expect(chosen(page)).toHaveText(['192.png', '512.png', 'voyant.png']);
    await expect(send(page), 'they lie where a reload finds them').toBeEnabled();
    await page.reload();
    await awake(page);
    await expect(chosen(page), 'they are there after a reload').toHaveCount(3);
    await page.getByRole('button', { name: say('live.drop_named', { name: '512.png' }) }).click();
    await expect(chosen(page)).toHaveText(['192.png', 'voyant.png']);
    await send(page).click();
    await expect(shown(page)).toHaveCount(2);
    await expect.poll(async () => (await pictures(page)).map(({ payload }) => payload.attachment.name).sort()).toEqual(['192.png', 'voyant.png']);
    await page.goto('/');
    await awake(page);
    await expect(page.locator('#problem')).toHaveValue('');
    await expect(chosen(page)).toHaveCount(0);
  });
}

test('what is begun at home goes along to the whole form, where one is dragged in; what is no picture is told on the ticket', async ({ visitor }) => {
  const { page, complaints } = await visitor(DESK, 'ada@cordee.test');
  complaints.excuse(/status of 422/);
  await page.goto('/');
  await awake(page);
  await pick(page).setInputFiles(PHOTO);
  await expect(send(page)).toBeEnabled();
  await page.getByRole('link', { name: say('tickets.say_more') }).click();
  await expect(page.locator('#title')).toBeVisible();
  await expect(chosen(page)).toHaveText(['192.png']);
  await bring(page.locator('main h1'), 'drop', 'bac.png');
  await pick(page).setInputFiles({ name: 'fausse.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await expect(chosen(page)).toHaveCount(3);
  await send(page).click();
  await expect(page.getByText(say('problem.empty')), 'nothing is written yet').toBeVisible();
  await expect(chosen(page)).toHaveCount(3);
  await page.getByLabel(say('tickets.problem')).fill('Le bac est cassé.');
  await send(page).click();
  await expect(shown(page)).toHaveCount(2);
  await expect(page.locator('.upload.bad')).toContainText('fausse.png');
  await expect(page.locator('.upload.bad')).toContainText(say('problem.not_a_picture'));
  expect(await pictures(page)).toHaveLength(2);
});

test('Grace adds to the ticket of who calls what she was shown', async ({ grace: { page }, ada }) => {
  await page.goto('/tickets/new');
  await awake(page);
  await page.getByRole('radio', { name: say('tickets.for_known'), exact: true }).check();
  await page.getByRole('searchbox', { name: say('tickets.find_person') }).pressSequentially('lovel');
  await page.getByRole('radio', { name: /^Ada Lovelace/ }).check();
  await page.getByLabel(say('tickets.problem')).fill('Ada a envoyé ceci par messagerie.');
  await pick(page).setInputFiles([PHOTO, OTHER]);
  await send(page).click();
  await expect(page).toHaveURL(/\/desk\/\d+$/);
  await expect(shown(page)).toHaveCount(2);
  await ada.page.goto(`/tickets/${await numberOf(page)}`);
  await expect(shown(ada.page)).toHaveCount(2);
});

test('where Grace writes down what only others may see, she is told that its photos stay behind', async ({ grace: { page } }) => {
  await page.goto('/tickets/new');
  await awake(page);
  await page.getByRole('radio', { name: say('tickets.for_new'), exact: true }).check();
  await page.getByLabel(say('tickets.caller_name')).fill('Hedy Lamarr');
  await page.getByLabel(say('tickets.caller_contact')).fill('01 44 55 09 09');
  await page.getByLabel(say('tickets.problem')).fill('Une affaire personnelle.');
  await page.locator('summary', { hasText: say('tickets.more') }).click();
  await page.getByRole('checkbox', { name: new RegExp(say('tickets.confidential')) }).check();
  await pick(page).setInputFiles(PHOTO);
  await send(page).click();
  await expect(page.getByText(say('tickets.photos_left'))).toBeVisible();
  await expect(page).toHaveURL(/\/desk$/);
  await page.goto('/tickets/new');
  await awake(page);
  await expect(chosen(page)).toHaveCount(0);
});

test('without JavaScript photos go along with the request; its page takes more, one after the other, or says why not', async ({ visitor }) => {
  const { page, complaints } = await visitor({ ...PHONE, javaScriptEnabled: false }, 'ada@cordee.test');
  complaints.excuseUnusedProgram();
  await page.goto('/');
  await expect(pick(page)).toBeHidden();
  const photos = page.getByLabel(say('tickets.photos'));
  await photos.setInputFiles([PHOTO, OTHER]);
  await send(page).click();
  await expect(page.getByText(say('problem.empty')), 'nothing is written yet').toBeVisible();
  await page.locator('#problem').fill('Sans JavaScript, avec des photos.');
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/png', buffer });
  await photos.setInputFiles([file('une.png', readFileSync(PHOTO)), file('fausse.png', Buffer.from('no picture')), file('autre.png', readFileSync(OTHER))]);
  await send(page).click();
  await expect(page).toHaveURL(/\/tickets\/\d+\?/);
  await expect(shown(page)).toHaveCount(2);
  await expect(page.getByRole('alert')).toContainText(say('problem.not_a_picture'));
  const input = page.locator('.plain-picture input[type=file]');
  const sendPhoto = page.getByRole('button', { name: say('conversation.send_photo') });
  await input.setInputFiles(PHOTO);
  await sendPhoto.click();
  await expect(shown(page)).toHaveCount(3);
  await input.setInputFiles({ name: 'fausse.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await sendPhoto.click();
  await expect(page.getByRole('alert')).toContainText(say('problem.not_a_picture'));
  await expect(shown(page)).toHaveCount(3);
});

test('without JavaScript Grace sends photos from the whole form', async ({ visitor }) => {
  const { page, complaints } = await visitor({ ...DESK, javaScriptEnabled: false }, 'grace@cordee.test');
  complaints.excuseUnusedProgram();
  await page.goto('/tickets/new');
  await page.getByLabel(say('tickets.problem')).fill('Le badge ne répond plus.');
  await page.getByLabel(say('tickets.photos')).setInputFiles(PHOTO);
  await send(page).click();
  await expect(shown(page)).toHaveCount(1);
});

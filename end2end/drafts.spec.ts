// Nothing that was typed is lost: before the page wakes up, over a reload, and where two people change the same thing.
import type { Page } from '@playwright/test';
import { DESK, PHONE, expect, test } from './fixtures';
import { HOME, awake, fillDoor } from './people';
import { PASSWORD } from './server';
import { Desk, Phone } from './ticket';
import { say } from './words';

const PHOTO = '../public/icons/192.png';

test('a title typed before the page woke up stays, and survives a reload with all that was chosen', async ({ visitor }) => {
  const { page } = await visitor(PHONE, 'ada@cordee.test');
  await page.context().route('**/cordee.wasm', async (route) => {
    await new Promise((soon) => setTimeout(soon, 1500));
    await route.continue();
  });
  await page.goto('/tickets/new', { waitUntil: 'commit' });
  await page.getByLabel(say('tickets.problem')).fill('Écran noir depuis ce matin. Rien n’y fait.');
  const title = page.getByRole('textbox', { name: say('tickets.title') });
  await title.fill('Mon titre à moi');
  await expect(page.locator('html[data-awake]')).toHaveCount(1, { timeout: 20_000 });
  await expect(title).toHaveValue('Mon titre à moi');
  await page.getByText(say('tickets.more')).click();
  await page.getByLabel(say('tickets.priority')).selectOption('urgent');
  await page.reload();
  await expect(page.locator('html[data-awake]')).toHaveCount(1, { timeout: 20_000 });
  await expect(title).toHaveValue('Mon titre à moi');
  await expect(page.getByLabel(say('tickets.problem'))).toHaveValue('Écran noir depuis ce matin. Rien n’y fait.');
  await expect(page.locator('select[name="form[priority]"]')).toHaveValue('urgent');
  await page.getByRole('button', { name: say('tickets.send') }).click();
  await expect(page).toHaveURL(/\/tickets\/\d+$/);
  await page.goto('/tickets/new');
  await expect(page.locator('html[data-awake]')).toHaveCount(1);
  await expect(page.getByLabel(say('tickets.problem')), 'what was sent is no draft').toHaveValue('');
});

test('an old page of a person undoes nothing newer, and says what somebody else has changed', async ({ linus, visitor }) => {
  linus.complaints.excuse(/status of 422/);
  const other = await visitor(DESK, 'linus@cordee.test');
  for (const { page } of [linus, other]) {
    await page.goto('/admin/people');
    await page.getByText('Ada Lovelace').click();
    await expect(page.getByLabel(say('accounts.phone'), { exact: true })).toBeVisible();
    await awake(page);
  }
  const save = ({ page }: { page: typeof other.page }) => page.getByRole('button', { name: say('ui.save') }).click();
  await other.page.getByLabel(say('accounts.phone'), { exact: true }).fill('01 99 99 99 99');
  await save(other);
  await expect(other.page.getByText(say('ui.saved'))).toBeVisible();
  await linus.page.getByLabel(say('accounts.name'), { exact: true }).fill('Ada King');
  await save(linus);
  await expect(linus.page.getByText(say('ui.saved'))).toBeVisible();
  await expect(linus.page.getByLabel(say('accounts.phone'), { exact: true })).toHaveValue('01 99 99 99 99');
  await other.page.getByLabel(say('accounts.name'), { exact: true }).fill('Augusta Ada');
  await save(other);
  await expect(other.page.getByText(say('problem.changed'))).toBeVisible();
  await expect(other.page.getByLabel(say('accounts.name'), { exact: true }), 'what was typed stays').toHaveValue('Augusta Ada');
  await expect(other.page.getByRole('heading', { level: 1 }), 'and the newer one is shown').toHaveText('Ada King');
  await save(other);
  await expect(other.page.getByText(say('ui.saved'))).toBeVisible();
  other.complaints.excuse(/status of 422/);
});

test('a picture in the conversation is seen before it goes, and can be taken back', async ({ ada }) => {
  const phone = new Phone(ada.page);
  await phone.ask('Le logo est flou.');
  const list = ada.page.locator('.chosen > li');
  const pick = ada.page.locator('.composer input[type="file"]');
  await pick.setInputFiles([PHOTO, PHOTO]);
  await expect(list).toHaveCount(2);
  await list.first().getByRole('button').click();
  await expect(list).toHaveCount(1);
  await ada.page.reload();
  await expect(list, 'it is there after a reload').toHaveCount(1);
  await expect(ada.page.locator('.stream .thumb')).toHaveCount(0);
  await ada.page.getByRole('button', { name: say('conversation.send'), exact: true }).click();
  await expect(ada.page.locator('.stream .thumb')).toHaveCount(1);
  await expect(list).toHaveCount(0);
});

test('what an office program copies is pasted as text', async ({ ada }) => {
  const phone = new Phone(ada.page);
  await phone.ask('Le tableau est faux.');
  const isPrevented = await phone.composer().evaluate((box) => {
    const data = new DataTransfer();
    data.setData('text/plain', 'Total\t42');
    data.items.add(new File([new Uint8Array(8)], 'image.png', { type: 'image/png' }));
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    box.dispatchEvent(event);
    return event.defaultPrevented;
  });
  expect(isPrevented, 'the browser pastes the text itself').toBe(false);
  await expect(ada.page.locator('.chosen > li')).toHaveCount(0);
});

test('an edit of a waiting step is there again', async ({ ada, grace }) => {
  const number = await new Phone(ada.page).ask('Pas de son.');
  const desk = new Desk(grace.page);
  await desk.open(number);
  await desk.take();
  await desk.start();
  await desk.write('Montez le volume.');
  await desk.write('Redémarrez.');
  const edit = () => desk.drafts().first().getByRole('button', { name: new RegExp(say('guidance.edit_draft', { step: '' }).trim()) }).click();
  await edit();
  await grace.page.getByLabel(say('guidance.edit_label')).fill('Redémarrez le poste.');
  await desk.open(number);
  await edit();
  await expect(grace.page.getByLabel(say('guidance.edit_label'))).toHaveValue('Redémarrez le poste.');
});

test('what Ada has not sent waits for her alone, unless she throws it away as she leaves', async ({ ada: { page } }) => {
  const phone = new Phone(page);
  const number = await phone.ask('Le logo est flou.');
  await phone.composer().fill('Le code est sous le clavier.');
  await page.locator('.composer input[type="file"]').setInputFiles(PHOTO);
  const isThere = async () => {
    await expect(phone.composer()).toHaveValue('Le code est sous le clavier.');
    await expect(page.locator('.chosen > li')).toHaveCount(1);
  };
  await isThere();
  await expect.poll(() => kept(page)).toMatch(/cordee\.draft[^]*cordee\.pictures/);
  await leave(page, 'accounts.sign_out');
  const left = await kept(page);
  for (const clear of ['clavier', '192.png', 'PNG', '/files/']) expect(left).not.toContain(clear);
  await fillDoor(page, 'ada@cordee.test', PASSWORD);
  await expect(page).toHaveURL(HOME);
  await phone.open(number);
  await isThere();
  await leave(page, 'accounts.sign_out_and_forget');
  await expect.poll(() => kept(page)).not.toMatch(/cordee\.(draft|outbox|pictures)/);
});

/** By the menu of one's account. */
async function leave(page: Page, way: string): Promise<void> {
  await page.goto('/tickets');
  await awake(page);
  await page.locator('.account-button').click();
  await page.getByRole('button', { name: say(way), exact: true }).click();
  await page.waitForURL(/sign-in/);
}

/** All that lies in this browser, as whoever sits at it may read it. */
async function kept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const texts = Object.entries(localStorage).flat();
    const settled = <T>(request: IDBRequest<T>) => new Promise<T>((done, failed) => Object.assign(request, { onsuccess: () => done(request.result), onerror: failed }));
    const read = async (part: unknown) => (part instanceof Blob ? part.text() : part instanceof Uint8Array ? new TextDecoder().decode(part) : String(part));
    for (const { name } of await indexedDB.databases()) {
      const house = await settled(indexedDB.open(name!));
      const shelf = house.objectStoreNames.length ? await settled(house.transaction('waiting').objectStore('waiting').getAll()) : [];
      house.close();
      texts.push(name!, ...(await Promise.all(shelf.flat(2).map(read))));
    }
    return texts.join('\n');
  });
}

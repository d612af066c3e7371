// Nothing that was typed is lost: before the page wakes up, over a reload, and where two people change the same thing.
import { DESK, PHONE, expect, test } from './fixtures';
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

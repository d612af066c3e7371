// Without JavaScript: signing in, registering, opening a ticket and adding a message work, and errors stand beside their fields.
import { today } from './clock';
import { PHONE, expect, test } from './fixtures';
import { HOME, fillDoor, register } from './people';
import { PASSWORD } from './server';
import { Phone } from './ticket';
import { say } from './words';

const PLAIN = { ...PHONE, javaScriptEnabled: false };

test('Ada signs in, opens a ticket and adds a message without JavaScript', async ({ visitor }) => {
  const { page } = await visitor(PLAIN, 'ada@cordee.test');
  await page.getByRole('link', { name: say('tickets.say_more') }).click();
  await page.getByLabel(say('tickets.problem')).fill('Sans JavaScript, mon navigateur est vieux.');
  await page.getByRole('button', { name: say('tickets.send') }).click();
  await expect(page).toHaveURL(/\/tickets\/\d+$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sans JavaScript, mon navigateur est vieux');
  await page.getByRole('textbox', { name: say('conversation.message') }).fill('Un détail de plus.');
  await page.getByRole('button', { name: say('conversation.send'), exact: true }).click();
  await expect(page.getByText('Un détail de plus.')).toBeVisible();
});

test('times are those of the house without JavaScript, and Ada’s own with it', async ({ visitor }) => {
  const abroad = { timezoneId: 'America/New_York' };
  const ada = await visitor({ ...PHONE, ...abroad }, 'ada@cordee.test');
  await new Phone(ada.page).ask('Quelle heure est-il ici ?');
  const told = ada.page.locator('time').first();
  const moment = (await told.getAttribute('datetime'))!;
  await expect(told).toHaveText(today(moment, 'America/New_York'));
  const plain = await visitor({ ...PLAIN, ...abroad }, 'ada@cordee.test');
  await plain.page.goto(ada.page.url());
  await expect(plain.page.locator('time').first()).toHaveText(today(moment, 'Europe/Paris'));
});

test('a page that hydrates in the zone of UTC corrects the house too', async ({ visitor }) => {
  const { page } = await visitor({ ...PHONE, timezoneId: 'UTC' }, 'ada@cordee.test');
  await new Phone(page).ask('Et maintenant ?');
  const told = page.locator('time').first();
  await page.reload();
  await expect(told).toHaveText(today((await told.getAttribute('datetime'))!, 'UTC'));
});

test('a visitor registers without JavaScript, after a mistake told beside its field', async ({ visitor }) => {
  const { page } = await visitor(PLAIN);
  await register(page, 'Rosa Parks', 'ada@cordee.test', 'neuf degaines vertes');
  await expect(page.getByText(say('problem.address_taken'))).toBeVisible();
  await expect(page.getByLabel(say('accounts.name'), { exact: true }), 'what was typed is there again').toHaveValue('Rosa Parks');
  await expect(page.getByLabel(say('accounts.password'), { exact: true })).toHaveValue('');
  await register(page, 'Rosa Parks', 'rosa@cordee.test', 'neuf degaines vertes');
  await expect(page).toHaveURL(HOME);
});

test('a wrong password is told without JavaScript', async ({ visitor }) => {
  const { page } = await visitor(PLAIN);
  await page.goto('/sign-in');
  await fillDoor(page, 'ada@cordee.test', 'pas le bon mot');
  await expect(page).toHaveURL(/sign-in/);
  await expect(page.getByText(say('problem.wrong_pair'))).toBeVisible();
});

test('an empty problem is told beside its field', async ({ visitor }) => {
  const { page } = await visitor(PLAIN, 'ada@cordee.test');
  await page.goto('/tickets/new');
  await page.getByRole('button', { name: say('tickets.send') }).click();
  await expect(page.getByText(say('problem.empty'))).toBeVisible();
});

test('a form sent twice without JavaScript opens one ticket', async ({ visitor }) => {
  const { page } = await visitor(PLAIN, 'ada@cordee.test');
  await page.goto('/tickets/new');
  await page.getByLabel(say('tickets.problem')).fill('Pressé deux fois');
  const form = await page.locator('form', { has: page.getByLabel(say('tickets.problem')) }).evaluate((form: HTMLFormElement) => {
    const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
    return { action: form.action, fields: Object.fromEntries(fields) };
  });
  const send = () => page.request.post(form.action, { form: form.fields, headers: { accept: 'text/html', origin: new URL(page.url()).origin } });
  const places = (await Promise.all([send(), send(), send()])).map((answer) => answer.url());
  expect(new Set(places).size, places.join()).toBe(1);
  expect(places[0]).toMatch(/\/tickets\/\d+$/);
});

test('what was written when the session had ended is there after signing in, without JavaScript', async ({ visitor }) => {
  const { page, complaints } = await visitor(PLAIN, 'ada@cordee.test');
  complaints.excuseUnusedProgram();
  await page.goto('/tickets/new');
  const problem = page.getByLabel(say('tickets.problem'));
  await problem.fill('Six cents lettres,\nsur deux lignes & <plus>.');
  await page.context().clearCookies();
  await page.getByRole('button', { name: say('tickets.send') }).click();
  await expect(page).toHaveURL(/sign-in/);
  await fillDoor(page, 'ada@cordee.test', PASSWORD);
  await expect(problem).toHaveValue('Six cents lettres,\nsur deux lignes & <plus>.');
  await page.getByRole('button', { name: say('tickets.send') }).click();
  await expect(page).toHaveURL(/\/tickets\/\d+$/);
});

test('what is refused comes back with its box filled, without JavaScript', async ({ visitor }) => {
  const { page } = await visitor(PLAIN, 'ada@cordee.test');
  await page.goto('/tickets/new');
  await page.getByLabel(say('tickets.problem')).fill('caché\u202e ici');
  await page.getByRole('button', { name: say('tickets.send') }).click();
  await expect(page.getByText(say('problem.unreadable')).first()).toBeVisible();
  await expect(page.getByLabel(say('tickets.problem'))).toHaveValue('caché\u202e ici');
});

test('a form that was saved says so, without JavaScript and once with it', async ({ visitor }) => {
  const { page, complaints } = await visitor(PLAIN, 'ada@cordee.test');
  complaints.excuseUnusedProgram();
  await page.goto('/profile');
  await page.getByLabel(say('accounts.phone'), { exact: true }).fill('01 44 55 02 14');
  await page.getByRole('button', { name: say('ui.save') }).first().click();
  await expect(page.getByRole('status').getByText(say('ui.form_done'))).toBeVisible();
  await expect(page.getByLabel(say('accounts.phone'), { exact: true })).toHaveValue('01 44 55 02 14');
  await page.goto('/profile');
  await expect(page.getByText(say('ui.form_done'))).toHaveCount(0);

  const awake = await visitor(PHONE, 'ada@cordee.test');
  await awake.page.goto('/profile?__done=1');
  await expect(awake.page.getByText(say('ui.form_done'))).toBeVisible();
  await expect(awake.page, 'the address forgets it').toHaveURL(/\/profile$/);
  await expect(awake.page.getByText(say('ui.form_done')), 'and so does the page').toHaveCount(0, { timeout: 15_000 });
});

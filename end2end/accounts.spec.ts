// People: profile, passwords, sessions, and what an administrator does for others. Whatever ends a session acts within moments.
import { DESK, PHONE, expect, test } from './fixtures';
import { HOME, awake, fillDoor, register, signIn } from './people';
import { House, PASSWORD } from './server';
import { say } from './words';

test('a wrong password and an unknown address get the same answer', async ({ visitor }) => {
  const { page, complaints } = await visitor(DESK);
  complaints.excuse(/status of 4\d\d/);
  for (const email of ['ada@cordee.test', 'personne@cordee.test']) {
    await page.goto('/sign-in');
    await fillDoor(page, email, 'pas le bon mot');
    await expect(page.getByText(say('problem.wrong_pair'))).toBeVisible();
    await expect(page).toHaveURL(/sign-in/);
  }
});

test('the door has no program: it shows a password, tells a refusal where one tries again, and goes once', async ({ visitor }) => {
  const { page } = await visitor(DESK);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.resourceType()} ${new URL(request.url()).pathname}`));
  await page.goto('/sign-in');
  const secret = page.getByLabel(say('accounts.password'), { exact: true });
  await secret.fill('pas le bon mot');
  const eye = page.getByRole('button', { name: say('ui.show_password') });
  await eye.click();
  await expect(secret).toHaveAttribute('type', 'text');
  await eye.click();
  await expect(secret).toHaveAttribute('type', 'password');
  await page.getByLabel(say('accounts.login')).fill('ada@cordee.test');
  await page.getByRole('main').getByRole('button', { name: say('accounts.sign_in') }).dblclick();
  await expect(page.getByText(say('problem.wrong_pair'))).toBeVisible();
  await expect(page.getByLabel(say('accounts.login')), 'what was typed is there').toHaveValue('ada@cordee.test');
  await expect(secret).toBeFocused();
  await expect(secret).toHaveAccessibleDescription(say('problem.wrong_pair'));
  expect(asked.filter((one) => one.includes('/fn/sign_in'))).toHaveLength(1);
  expect(asked.filter((one) => /^script (?!\/door)/.test(one)), 'its program comes for the next page, and does not run here').toEqual([]);
  expect(await page.evaluate(() => document.documentElement.innerHTML)).not.toContain('type="module"');
});

test('a page that needs a person leads to the door, and back after signing in', async ({ visitor }) => {
  const { page } = await visitor(PHONE);
  await page.goto('/tickets/new');
  await expect(page).toHaveURL(/sign-in\?next=/);
  await fillDoor(page, 'ada@cordee.test', PASSWORD);
  await expect(page).toHaveURL(/\/tickets\/new$/);
});

test('every wrong field of a registration is told at once', async ({ visitor }) => {
  const { page, complaints } = await visitor(PHONE);
  complaints.excuse(/status of 4\d\d/);
  await page.goto('/register');
  await page.locator('form').first().evaluate((form: HTMLFormElement) => form.setAttribute('novalidate', ''));
  await page.getByLabel(say('accounts.email')).fill('ada');
  await page.getByLabel(say('accounts.password'), { exact: true }).fill('court');
  await page.getByRole('button', { name: say('accounts.register') }).click();
  await expect(page.getByText(say('problem.empty'))).toBeVisible();
  await expect(page.getByText(say('problem.not_an_email'))).toBeVisible();
  await expect(page.getByText(say('problem.too_short', { n: 8 }))).toBeVisible();
});

test('an address with accents in its domain opens an account, and the door, in either spelling', async ({ visitor }) => {
  const { page } = await visitor(PHONE);
  await register(page, 'Zoé', 'zoe@exämple.test', PASSWORD);
  await expect(page).toHaveURL(HOME);
  await page.goto('/profile');
  await expect(page.getByText('zoe@exämple.test')).toBeVisible();
  for (const address of ['zoe@exämple.test', 'Zoe@xn--exmple-cua.test']) {
    // What the page asks in passing is not asked without its session.
    await page.goto('about:blank');
    await page.context().clearCookies();
    await signIn(page, address);
  }
});

test('a password that is easy to guess is refused', async ({ visitor }) => {
  const { page, complaints } = await visitor(PHONE);
  complaints.excuse(/status of 4\d\d/);
  await register(page, 'Rosa Parks', 'rosa@cordee.test', 'password1');
  await expect(page.getByText(say('problem.too_easy'))).toBeVisible();
});

test('Ada changes her name and her language', async ({ ada: { page } }) => {
  await page.goto('/profile');
  await awake(page);
  await page.getByLabel(say('accounts.name'), { exact: true }).fill('Ada King');
  await page.getByRole('button', { name: say('ui.save'), exact: true }).click();
  await expect(page.getByRole('button', { name: say('accounts.menu_of', { name: 'Ada King' }) })).toBeVisible();
  await awake(page);
  await expect(page.getByLabel(say('accounts.name'), { exact: true })).toHaveValue('Ada King');
  await page.getByLabel(say('accounts.language')).selectOption('en');
  await page.getByRole('button', { name: say('ui.save'), exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { name: say('accounts.my_account', {}, 'en') })).toBeVisible();
});

test('a new password ends the other sessions, within moments, and the old one no longer opens', async ({ visitor, ada: { page } }) => {
  const other = await visitor(DESK, 'ada@cordee.test');
  await awake(other.page);
  await page.goto('/profile');
  await awake(page);
  await page.getByLabel(say('accounts.current_password')).fill(PASSWORD);
  await page.getByLabel(say('accounts.new_password')).fill('onze nœuds de huit');
  await page.getByRole('button', { name: say('accounts.change_password') }).click();
  await expect(page.getByText(say('accounts.password_changed'))).toBeVisible();
  await expect(other.page).toHaveURL(/sign-in/, { timeout: 5_000 });
  other.complaints.excuse(/status of 4\d\d/);
  await fillDoor(other.page, 'ada@cordee.test', PASSWORD);
  await expect(other.page.getByText(say('problem.wrong_pair'))).toBeVisible();
  await signIn(other.page, 'ada@cordee.test', 'onze nœuds de huit');
});

test('Ada ends the session of a lost phone from her list, then all the others, and they say why', async ({ visitor, ada: { page } }) => {
  const lost = await visitor(DESK, 'ada@cordee.test');
  const other = await visitor(PHONE, 'ada@cordee.test');
  await awake(lost.page);
  await awake(other.page);
  await page.goto('/profile');
  await awake(page);
  await expect(page.getByText(say('accounts.this_session'))).toHaveCount(1);
  const ends = page.getByRole('button', { name: say('accounts.end_session'), exact: true });
  await ends.first().click();
  await expect(ends).toHaveCount(1);
  await page.getByRole('button', { name: say('accounts.end_others') }).click();
  await expect(page.getByRole('button', { name: say('accounts.end_others') })).toHaveCount(0);
  for (const { page } of [lost, other]) {
    await expect(page).toHaveURL(/sign-in/, { timeout: 5_000 });
    await expect(page.getByText(say('ui.session_ended')), 'it says why').toBeVisible();
  }
});

test('Ada signs out, and the way back shows nothing of hers', async ({ ada: { page } }) => {
  await awake(page);
  await page.getByRole('button', { name: say('accounts.menu_of', { name: 'Ada Lovelace' }) }).click();
  await page.getByRole('button', { name: say('accounts.sign_out') }).click();
  await expect(page).toHaveURL(/sign-in/);
  await page.goto('/tickets');
  await expect(page).toHaveURL(/sign-in/);
});

test('Linus adds a person, who can sign in; then he switches her off, and she is out within moments', async ({ visitor, linus: { page } }) => {
  await page.goto('/admin/people');
  await awake(page);
  await page.getByRole('button', { name: say('accounts.add_person') }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(say('accounts.name'), { exact: true }).fill('Hedy Lamarr');
  await dialog.getByLabel(say('accounts.email')).fill('hedy@cordee.test');
  await dialog.getByLabel(say('accounts.first_password')).fill('sept fréquences sautées');
  await dialog.getByLabel(say('accounts.role')).selectOption('technicien');
  await dialog.getByRole('button', { name: say('accounts.add_person') }).click();
  await expect(page.getByRole('link', { name: /Hedy Lamarr/ })).toBeVisible();

  const hedy = await visitor(DESK);
  await signIn(hedy.page, 'hedy@cordee.test', 'sept fréquences sautées');
  await expect(hedy.page).toHaveURL(/\/desk/);
  await awake(hedy.page);

  await page.getByRole('link', { name: /Hedy Lamarr/ }).click();
  await page.getByLabel(say('accounts.active')).uncheck();
  const form = page.locator('form').filter({ has: page.getByLabel(say('accounts.active')) });
  await form.getByRole('button', { name: say('ui.save'), exact: true }).click();
  await expect(hedy.page).toHaveURL(/sign-in/, { timeout: 5_000 });
});

test('an employee does not see the pages of technicians and administrators', async ({ ada: { page, complaints } }) => {
  complaints.excuse(/status of 40[34]/);
  for (const path of ['/admin/people', '/admin/departments']) {
    await page.goto(path);
    await expect(page.getByText('linus@cordee.test')).toHaveCount(0);
    await expect(page.getByRole('button', { name: say('accounts.add_person') })).toHaveCount(0);
  }
});

test('in an empty house the first visitor becomes its administrator, with the code the server printed', async ({ browser }) => {
  const house = await House.open(undefined);
  try {
    const page = await (await browser.newContext({ baseURL: house.url, locale: 'fr-FR' })).newPage();
    await page.goto('/');
    await expect(page).toHaveURL(/\/welcome/);
    const code = /this code: (\w+)/.exec(house.log())?.[1] ?? '';
    expect(code, 'serve prints the code').not.toBe('');
    await page.getByLabel(say('accounts.code')).fill(code);
    await page.getByLabel(say('accounts.name'), { exact: true }).fill('Linus');
    await page.getByLabel(say('accounts.email')).fill('linus@exemple.fr');
    await page.getByLabel(say('accounts.password'), { exact: true }).fill('treize camps de base');
    await page.getByRole('button', { name: say('accounts.make_admin') }).click();
    await expect(page).toHaveURL(/\/desk/);
    await expect(page.getByText(say('desk.choose_title'))).toHaveCount(0);
    await page.getByRole('link', { name: say('desk.name_departments') }).click();
    await expect(page.getByText(say('departments.no_categories'), { exact: true })).toBeVisible();
    await page.getByLabel(say('departments.new_department')).fill('Comptabilité');
    await page.getByRole('button', { name: say('ui.add') }).first().click();
    await expect(page.getByText(say('departments.no_departments'), { exact: true })).toHaveCount(0);
    await page.getByRole('navigation').getByRole('link', { name: say('app.desk') }).click();
    await expect(page.getByRole('link', { name: say('desk.name_departments') })).toContainText(say('desk.step_done'));
    await expect(page.getByRole('link', { name: say('desk.add_people') })).not.toContainText(say('desk.step_done'));
    await page.getByRole('link', { name: say('desk.open_first') }).click();
    await page.getByText(say('tickets.more')).click();
    await expect(page.getByLabel(say('tickets.priority'))).toBeVisible();
    await expect(page.getByLabel(say('tickets.category')), 'no list without anything in it').toHaveCount(0);
    await page.context().close();
  } finally {
    await house.close();
  }
});

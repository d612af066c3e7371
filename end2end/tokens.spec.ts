// Personal access tokens: made on one's own page, shown once, used by a program, revoked. And the page where calls are tried with one.
import { checkAccessible, checkFits } from './checks';
import { DESK, PHONE, expect, test } from './fixtures';
import { awake, makeToken } from './people';
import { Phone } from './ticket';
import { say } from './words';

const section = say('accounts.tokens');

/** What a program does: it knows the token and nothing else. */
function call(house: { url: string }, token: string, path = '/api/v1/me', init: RequestInit = {}): Promise<Response> {
  return fetch(house.url + path, { ...init, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } });
}

for (const [device, shape] of Object.entries({ phone: PHONE, desktop: DESK })) {
  test(`Grace makes a token, a program reads with it, she sees when, and revokes it, ${device}`, async ({ visitor, house }) => {
    const { page } = await visitor(shape, 'grace@cordee.test');
    await page.goto('/profile');
    await awake(page);
    const tokens = page.getByRole('region', { name: section });
    await expect(tokens.getByText(say('accounts.no_tokens'), { exact: true })).toBeVisible();
    await checkAccessible(page, 'no tokens');

    await tokens.getByRole('button', { name: say('accounts.make_token') }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByLabel(say('accounts.token_name'))).toBeFocused();
    await expect(dialog.getByText(say('accounts.scope_manage'))).toHaveCount(0);
    await checkAccessible(page, 'the making of a token');
    await dialog.getByLabel(say('accounts.token_name')).fill('Tableau de bord');
    await dialog.getByLabel(say('accounts.token_days')).selectOption('30');
    await dialog.getByRole('button', { name: say('accounts.make_token') }).click();

    await expect(tokens.getByText(say('accounts.token_once'))).toBeVisible();
    const box = tokens.getByRole('textbox');
    await expect(box).toBeFocused();
    const token = await box.inputValue();
    expect(token).toMatch(/^cordee_pat_[\w-]{43}$/);
    await checkAccessible(page, 'a fresh token');
    await checkFits(page, 'a fresh token');
    await page.context().grantPermissions(['clipboard-read']);
    await tokens.getByRole('button', { name: say('accounts.token_copy') }).click();
    await expect(page.getByText(say('accounts.token_copied'))).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);

    const answer = await call(house, token);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ nom: 'Grace Hopper', role: 'technicien' });
    const beyond = await call(house, token, '/api/v1/tickets', { method: 'POST', body: JSON.stringify({ description: 'x' }) });
    expect(beyond.status, 'it may only read').toBe(403);

    await expect(tokens.getByText(say('accounts.token_unused'), { exact: true })).toBeVisible();
    await page.reload();
    await awake(page);
    expect(await page.content(), 'it is shown once').not.toContain(token);
    await expect(tokens.getByText(say('accounts.token_unused'), { exact: true })).toHaveCount(0);
    await expect(tokens.getByText(say('ui.just_now'))).toBeVisible();

    await tokens.getByRole('button', { name: say('accounts.revoke_token', { name: 'Tableau de bord' }) }).click();
    await checkAccessible(page, 'the question before the end of a token');
    await dialog.getByRole('button', { name: say('accounts.keep_token') }).click();
    expect((await call(house, token)).status, 'it was asked first').toBe(200);
    await tokens.getByRole('button', { name: say('accounts.revoke_token', { name: 'Tableau de bord' }) }).click();
    await dialog.getByRole('button', { name: say('accounts.revoke'), exact: true }).click();
    await expect(tokens.getByText('Tableau de bord', { exact: true })).toHaveCount(0);
    await expect(tokens.getByText(say('accounts.no_tokens'), { exact: true })).toBeVisible();
    await expect(tokens.getByRole('heading', { name: section })).toBeFocused();
    expect((await call(house, token)).status).toBe(401);
  });
}

for (const lang of ['fr', 'en']) {
  test(`a wish without a name or a right is told beside each field, ${lang}`, async ({ visitor }) => {
    const { page, complaints } = await visitor(DESK, 'linus@cordee.test');
    complaints.excuse(/status of 422/);
    if (lang === 'en') {
      await page.goto('/profile');
      await awake(page);
      await page.getByLabel(say('accounts.language')).selectOption('en');
      await page.getByRole('button', { name: say('ui.save'), exact: true }).click();
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    }
    await page.goto('/profile');
    await awake(page);
    await page.getByRole('button', { name: say('accounts.make_token', {}, lang) }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(say('accounts.token_name', {}, lang)).fill('   ');
    await dialog.getByRole('checkbox', { name: say('accounts.scope_read', {}, lang) }).uncheck();
    await dialog.getByRole('button', { name: say('accounts.make_token', {}, lang) }).click();
    await expect(dialog.getByText(say('problem.empty', {}, lang))).toBeVisible();
    await expect(dialog.getByText(say('accounts.no_scope', {}, lang))).toBeVisible();
    await checkAccessible(page, 'a refused wish');
    await dialog.getByLabel(say('accounts.token_name', {}, lang)).fill('Robot');
    await dialog.getByRole('checkbox', { name: say('accounts.scope_manage', {}, lang) }).check();
    await dialog.getByRole('button', { name: say('accounts.make_token', {}, lang) }).click();
    await expect(page.getByText(say('accounts.token_once', {}, lang))).toBeVisible();
  });
}

test('a new password ends every token, and the page says so', async ({ grace: { page, complaints }, house }) => {
  complaints.excuse(/status of 422/);
  await page.goto('/profile');
  await awake(page);
  const token = await makeToken(page, 'Robot');
  await page.getByLabel(say('accounts.current_password')).fill('pas le bon mot');
  await page.getByLabel(say('accounts.new_password')).fill('onze nœuds de huit');
  const change = page.getByRole('button', { name: say('accounts.change_password') });
  await change.click();
  await expect(page.getByText(say('problem.wrong'))).toBeVisible();
  await expect(page.getByText(say('accounts.token_once')), 'a mistake beside it hides no secret').toBeVisible();
  await page.getByLabel(say('accounts.current_password')).fill('corde-et-mousqueton-7');
  await change.click();
  await expect(page.getByText(say('accounts.no_tokens'), { exact: true })).toBeVisible();
  expect((await call(house, token)).status).toBe(401);
});

test('Ada is not told of tokens', async ({ ada: { page } }) => {
  await page.goto('/profile');
  await awake(page);
  await expect(page.getByRole('heading', { name: say('accounts.sessions') })).toBeVisible();
  await expect(page.getByRole('heading', { name: section })).toHaveCount(0);
});

test.describe('where the setting says everyone', () => {
  test.use({ settings: { CORDEE_PERSONAL_TOKENS: 'everyone' } });
  test('Ada makes one', async ({ ada: { page }, house }) => {
    await page.goto('/profile');
    await awake(page);
    expect((await call(house, await makeToken(page, 'Mon script'), '/api/tickets/my/')).status).toBe(200);
  });
});

test.describe('where the setting says nobody', () => {
  test.use({ settings: { CORDEE_PERSONAL_TOKENS: 'nobody' } });
  test('Linus is not told of tokens', async ({ linus: { page } }) => {
    await page.goto('/profile');
    await awake(page);
    await expect(page.getByRole('heading', { name: say('accounts.sessions') })).toBeVisible();
    await expect(page.getByRole('heading', { name: section })).toHaveCount(0);
  });
});

test('a developer tries a call on the page of the API, with the token alone', async ({ visitor, grace }) => {
  await new Phone(grace.page).ask('Mon second écran reste noir.');
  await grace.page.goto('/profile');
  await awake(grace.page);
  const token = await makeToken(grace.page, 'Essais');

  const { page } = await visitor(DESK);
  await page.goto('/api/docs/');
  await page.getByRole('button', { name: 'Authorize' }).click();
  const dialog = page.locator('.modal-ux');
  await dialog.getByRole('textbox').first().fill(token);
  await dialog.getByRole('button', { name: 'Apply credentials' }).first().click();
  await dialog.getByRole('button', { name: 'Close' }).first().click();

  const call = page.locator('#operations-references-get_tickets_my');
  await call.locator('.opblock-summary-control').click();
  await call.getByRole('button', { name: 'Try it out' }).click();
  for (const filter of await call.locator('.parameters input').all()) await filter.fill('');
  for (const filter of await call.locator('.parameters select').all()) await filter.selectOption('');
  await call.getByRole('button', { name: 'Execute' }).click();
  const answer = call.locator('.live-responses-table');
  await expect(answer.locator('.response-col_status').last()).toHaveText('200');
  await expect(answer.locator('.response-col_description').last()).toContainText('Mon second écran reste noir');
  expect(await page.context().cookies(), 'nobody is signed in here').toEqual([]);
});

test('a dialog asked for before the page is awake opens at once, and is filled when it is', async ({ visitor }) => {
  const { page } = await visitor(DESK, 'grace@cordee.test');
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  await page.route(/\.wasm$/, async (route) => {
    await asleep;
    await route.continue();
  });
  await page.goto('/profile', { waitUntil: 'domcontentloaded' });
  const ask = page.getByRole('region', { name: section }).getByRole('button', { name: say('accounts.make_token') });
  const dialog = page.getByRole('dialog');
  await ask.click();
  await expect(dialog).toBeVisible();
  wake();
  await expect(dialog.getByLabel(say('accounts.token_name'))).toBeVisible();
  await dialog.getByRole('button', { name: say('ui.close') }).click();
  await expect(dialog).toBeHidden();
  await ask.click();
  await expect(dialog.getByLabel(say('accounts.token_name'))).toBeFocused();
});

// What is too long is said in words, beside what was written; nothing is cut and nothing is lost.
import { DESK, expect, test } from './fixtures';
import { HOME, awake, fillDoor } from './people';
import { PASSWORD } from './server';
import { Phone } from './ticket';
import { say } from './words';

test('a message that is too long stays in its box, with the reason', async ({ ada }) => {
  const phone = new Phone(ada.page);
  await phone.ask('Un très long message');
  for (const [text, problem] of [
    ['x'.repeat(4_100), say('problem.too_long', { n: '4000' })],
    ['caché\u202e ici', say('problem.unreadable')],
  ]) {
    await phone.composer().fill(text);
    await ada.page.getByRole('button', { name: say('conversation.send'), exact: true }).click();
    await expect(ada.page.getByText(problem)).toBeVisible();
    await expect(phone.composer()).toHaveValue(text);
  }
  await phone.write('Court');
  await expect(ada.page.getByText('Court')).toBeVisible();
  await expect(ada.page.getByText(say('problem.unreadable'))).toBeHidden();
});

test('near the end it is told how many characters are left, as a person counts them', async ({ ada: { page } }) => {
  const phone = new Phone(page);
  await page.goto('/tickets/new');
  await awake(page);
  const problem = page.getByLabel(say('tickets.problem'));
  const left = (n: number) => page.getByText(say('ui.characters_left', { n }), { exact: true });
  await problem.fill('x'.repeat(8_999));
  await expect(page.locator('.field-count')).toHaveText(['', '']);
  await problem.fill('x'.repeat(9_990));
  await expect(left(10)).toBeVisible();
  await phone.ask('Des drapeaux');
  await phone.composer().fill('🇫🇷'.repeat(3_990));
  await expect(left(10)).toBeVisible();
  await phone.composer().fill('🇫🇷'.repeat(4_001));
  await expect(page.getByText(say('ui.characters_over', { n: 1 }), { exact: true })).toBeVisible();
  await page.getByRole('button', { name: say('conversation.send'), exact: true }).click();
  await expect(page.getByText(say('problem.too_long', { n: 4000 }))).toBeVisible();
  await phone.composer().fill('🇫🇷'.repeat(4_000));
  await expect(left(0)).toBeVisible();
  await page.getByRole('button', { name: say('conversation.send'), exact: true }).click();
  await expect(phone.composer()).toHaveValue('');
  await expect(page.getByText('🇫🇷'.repeat(4_000))).toBeVisible();
});

test('a password that is too long is refused, not shortened: the old one still opens', async ({ visitor }) => {
  const { page, complaints } = await visitor(DESK, 'ada@cordee.test');
  complaints.excuse(/status of 4\d\d/);
  await page.goto('/profile');
  await awake(page);
  await page.getByLabel(say('accounts.current_password')).fill(PASSWORD);
  await page.getByLabel(say('accounts.new_password'), { exact: true }).fill('phrase '.repeat(20));
  await page.getByRole('button', { name: say('accounts.change_password') }).click();
  await expect(page.getByText(say('problem.too_long', { n: '128' }))).toBeVisible();
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await fillDoor(page, 'ada@cordee.test', PASSWORD);
  await expect(page).toHaveURL(HOME);
});

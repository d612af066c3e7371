// (d) Every page, on a phone and on a desktop, light and dark: axe finds nothing, nothing sticks out. Where asked, a picture of each is kept for
// people to look at. Half of the four are for long runs: each size and each scheme is in the other half.
import { type Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DESK, LONG, PHONE, expect, test } from './fixtures';
import { checkAccessible, checkFits } from './checks';
import { awake, makeToken, saysSaved } from './people';
import { Desk, Phone } from './ticket';
import { root, say } from './words';

const shots = join(__dirname, 'shots');
const chosen = join(root, 'docs/screenshots');
// The pictures README shows; made anew only when asked, so that a test run leaves the tree as it was.
const CHOSEN = ['guided-phone-light', 'guided-phone-dark', 'desk-guiding-desktop-light', 'desk-guiding-desktop-dark', 'new-ticket-phone-light', 'queue-desktop-light'];

async function look(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  if (process.env.CORDEE_SCREENSHOTS) {
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
    mkdirSync(chosen, { recursive: true });
    if (CHOSEN.includes(name)) await page.screenshot({ path: join(chosen, `${name}.png`) });
  }
  await checkFits(page, name);
  await checkAccessible(page, name);
}

for (const [device, shape] of Object.entries({ phone: PHONE, desktop: DESK })) {
  for (const colorScheme of ['light', 'dark'] as const) {
    if (!process.env.CORDEE_SCREENSHOTS && !LONG && (device === 'phone') !== (colorScheme === 'dark')) continue;
    const as = { ...shape, colorScheme, reducedMotion: 'reduce' as const };
    const called = (page: string) => `${page}-${device}-${colorScheme}`;

    test(`the pages of a visitor, ${device}, ${colorScheme}`, async ({ visitor }) => {
      const { page, complaints } = await visitor(as);
      complaints.excuse(/status of 404/);
      for (const [name, path] of Object.entries({ 'sign-in': '/sign-in', register: '/register', 'not-found': '/nowhere' })) {
        await page.goto(path);
        await look(page, called(name));
      }
    });

    test(`the pages of an employee, ${device}, ${colorScheme}`, async ({ visitor, grace }) => {
      const { page } = await visitor(as, 'ada@cordee.test');
      for (const [name, path] of Object.entries({ home: '/', tickets: '/tickets', 'new-ticket': '/tickets/new', profile: '/profile' })) {
        await page.goto(path);
        await awake(page);
        if (name === 'new-ticket') await page.getByRole('textbox').first().fill('Mon imprimante P-12 n’imprime plus, un voyant orange clignote.');
        await look(page, called(name));
      }
      const phone = new Phone(page);
      const desk = new Desk(grace.page);
      const number = await phone.ask('Mon imprimante P-12 n’imprime plus, un voyant orange clignote.');
      await phone.write('C’est celle du deuxième étage.');
      await desk.open(number);
      await desk.take();
      await look(page, called('ticket'));
      await desk.start();
      await look(page, called('prepares'));
      await desk.write('Éteignez l’imprimante avec le bouton à l’arrière.');
      await phone.answer('done');
      await desk.write('Retirez le bac à papier : soulevez-le légèrement, puis tirez-le vers vous.');
      await phone.seesStep('Retirez le bac à papier');
      await expect(phone.answerButton('done')).toBeEnabled();
      await look(page, called('guided'));
      await phone.answer('done');
      await desk.end(true, 'Bravo !');
      await expect(page.getByText('Bravo !').first()).toBeVisible();
      await look(page, called('solved'));
    });

    test(`the pages of a technician, ${device}, ${colorScheme}`, async ({ visitor, ada }) => {
      const { page } = await visitor(as, 'grace@cordee.test');
      await page.goto('/desk?tab=all');
      await awake(page);
      await look(page, called('queue'));
      for (const [name, path] of Object.entries({ 'all-tickets': '/tickets/all', more: '/more', 'own-requests': '/tickets', 'new-ticket-for': '/tickets/new' })) {
        await page.goto(path);
        await awake(page);
        if (name === 'new-ticket-for') {
          await page.getByRole('radio', { name: say('tickets.for_known') }).check();
          await page.getByRole('searchbox').fill('lovelace');
          await expect(page.getByRole('radio', { name: /^Ada Lovelace/ })).toBeVisible();
          await page.getByText(say('tickets.more')).click();
        }
        await look(page, called(name));
      }
      const phone = new Phone(ada.page);
      const desk = new Desk(page);
      const number = await phone.ask('Mon imprimante P-12 n’imprime plus, un voyant orange clignote.');
      await desk.open(number);
      await look(page, called('desk-ticket'));
      await desk.take();
      if (device === 'phone') await page.getByRole('button', { name: say('desk.details') }).click();
      for (const key of ['invite', 'add_technician', 'refer', 'change_tags', 'merge', 'delete']) await page.locator('.side summary', { hasText: say(`desk.${key}`) }).click();
      await look(page, called('desk-side'));
      await page.reload();
      await awake(page);
      await desk.start();
      await desk.write('Éteignez l’imprimante avec le bouton à l’arrière.');
      await phone.answer('done');
      await desk.seesAnswer('1', 'done');
      await desk.write('Retirez le bac à papier.');
      await desk.write('Rallumez l’imprimante.');
      await desk.write('Imprimez une page de test.');
      await look(page, called('desk-guiding'));
      await phone.note('Il est bloqué.');
      await phone.answer('failed');
      await desk.seesAnswer('2', 'failed');
      await look(page, called('desk-frozen'));
      await desk.end(true, 'Bravo !');
      await page.goto(`/tickets/${number}/print`);
      await awake(page);
      await look(page, called('print'));
      await page.goto('/profile');
      await awake(page);
      await makeToken(page, 'Tableau de bord');
      await look(page, called('profile-tokens'));
    });

    test(`the pages of an administrator, ${device}, ${colorScheme}`, async ({ visitor, ada }) => {
      const { page, complaints } = await visitor(as, 'linus@cordee.test');
      complaints.excuse(/status of 404/);
      ada.complaints.excuse(/status of 404/);
      const pages = { administration: '/admin', people: '/admin/people', departments: '/admin/departments', 'none-deleted': '/admin/deleted-tickets' };
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(path);
        await awake(page);
        await look(page, called(name));
      }
      const number = await new Phone(ada.page).ask('Mon imprimante P-12 n’imprime plus, un voyant orange clignote.');
      const desk = new Desk(page);
      await desk.open(number);
      if (device === 'phone') await page.getByRole('button', { name: say('desk.details') }).click();
      await desk.delete('Ouvert deux fois par erreur.');
      await expect(page.getByRole('heading', { name: say('desk.is_deleted', { n: number }) })).toBeVisible();
      await look(page, called('undo-deletion'));
      await page.goto('/admin/deleted-tickets');
      await awake(page);
      await page.locator('.deleted-line summary').click();
      await look(page, called('deleted-tickets'));
      await page.goto(`/admin/deleted-tickets/${number}`);
      await awake(page);
      await look(page, called('deleted-ticket'));
      for (const [name, whose] of Object.entries({ person: 'Ada Lovelace', 'person-staff': 'Radia Perlman' })) {
        await page.goto(`/admin/people?search=${whose.split(' ')[0]}`);
        await awake(page);
        await page.getByRole('link', { name: new RegExp(whose) }).click();
        await page.waitForURL(/people\/.+/);
        await look(page, called(name));
      }
    });
  }
}

test('the keyboard gets past the bar, and what was saved is said', async ({ grace: { page } }) => {
  await page.goto('/profile');
  await awake(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: say('ui.skip') })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel(say('accounts.name'), { exact: true })).toBeFocused();
  await page.getByRole('button', { name: say('ui.save') }).first().click();
  await saysSaved(page);
});

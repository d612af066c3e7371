// Finding what was written: in the technician's queue, among one's own tickets, among people.
import { type Page } from '@playwright/test';
import { PHONE, expect, test } from './fixtures';
import { awake, fillDoor } from './people';
import { PASSWORD } from './server';
import { Desk, Phone } from './ticket';
import { say } from './words';

const box = (page: Page) => page.getByRole('searchbox');

async function search(page: Page, words: string): Promise<void> {
  await box(page).fill(words);
  await box(page).press('Enter');
}

/** The row of a ticket that a list shows. */
const row = (page: Page, number: number) => page.locator(`a[href*="/${number}"]`).filter({ hasText: `${number}` });

/** The index learns of what happened within a second: asks until it has. */
async function finds(page: Page, path: string, number: number): Promise<void> {
  await expect(async () => {
    await page.goto(path);
    await expect(row(page, number)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await awake(page);
}

test('Grace finds what Ada said, however she spells it', async ({ ada, grace }) => {
  const phone = new Phone(ada.page);
  const number = await phone.ask('Un bruit étrange. Cela vient du placard.');
  await phone.write('Le démagnétiseur à ruban siffle.');
  await finds(grace.page, '/desk?tab=all&search=siffle', number);
  for (const words of ['démagnétiseur', 'DEMAGNETISEUR', 'démagnétiseurs', 'demagn', 'ruban siffle']) {
    await search(grace.page, words);
    await expect(row(grace.page, number)).toContainText('Le démagnétiseur à ruban siffle.');
    await expect(grace.page.getByText(say('tickets.found', { n: 1 }))).toBeVisible();
  }
  await search(grace.page, 'démangétiseur');
  await expect(row(grace.page, number).locator('mark')).toHaveText('démagnétiseur');
  await expect(grace.page.getByText(say('tickets.found_alike', { n: 1 }))).toBeVisible();
  await search(grace.page, 'introuvablement');
  await expect(grace.page.getByText(say('desk.nothing_found'), { exact: true })).toBeVisible();
});

test('a search comes back from its address as it was typed', async ({ ada, grace, linus }) => {
  const typed = '50 % + 2&3 %25 %zz';
  const number = await new Phone(ada.page).ask(`Remise de ${typed}. Le total est faux.`);
  await finds(grace.page, '/desk?tab=all&search=remise', number);
  for (const [page, path] of [[grace.page, '/desk?tab=all'], [ada.page, '/tickets'], [linus.page, '/admin/people']] as const) {
    await page.goto(path);
    await awake(page);
    await search(page, typed);
    await page.waitForURL(/search=./);
    await page.reload();
    await expect(box(page)).toHaveValue(typed);
    await awake(page);
    await expect(box(page), 'and once the page is awake').toHaveValue(typed);
    const address = page.url();
    await page.goto('/profile');
    await page.goBack();
    await expect(box(page)).toHaveValue(typed);
    expect(page.url()).toBe(address);
  }
  await expect(row(ada.page, number)).toBeVisible();
  await row(grace.page, number).click();
  await grace.page.waitForURL(/\/desk\/\d+/);
  expect(new URL(grace.page.url()).searchParams.get('search'), 'the links of the rows carry it on').toBe(typed);
});

test('an address with a search survives the door', async ({ visitor }) => {
  const { page } = await visitor(PHONE);
  await page.goto('/desk?tab=all&search=50%2525');
  await fillDoor(page, 'grace@cordee.test', PASSWORD);
  await page.waitForURL(/\/desk/);
  await expect(box(page)).toHaveValue('50%25');
});

test('Ada does not find what waits for her in the hidden queue', async ({ ada, grace }) => {
  const phone = new Phone(ada.page);
  const desk = new Desk(grace.page);
  const number = await phone.ask('Traces sur le papier.');
  await desk.open(number);
  await desk.take();
  await desk.start();
  await desk.write('Ouvrez le capot vert.');
  await desk.write('Retirez la cartouche cyan.');
  await finds(grace.page, '/desk?tab=all&search=cyan', number);
  for (const words of ['cyan', 'cartouhce']) {
    await ada.page.goto(`/tickets?search=${words}`);
    await expect(ada.page.getByText(say('tickets.nothing_found'), { exact: true })).toBeVisible();
  }
  await phone.open(number);
  await phone.answer('done');
  await phone.seesStep('Retirez la cartouche cyan.');
  await finds(ada.page, '/tickets?search=cyan', number);
});

test('Ada finds her own tickets, those she has just opened too, and nobody else’s', async ({ ada, visitor }) => {
  const number = await new Phone(ada.page).ask('Le périscope est embué.');
  await ada.page.goto('/tickets');
  await awake(ada.page);
  await search(ada.page, 'periscope');
  await expect(row(ada.page, number)).toBeVisible();
  await search(ada.page, 'sous-marin');
  await expect(row(ada.page, number)).toHaveCount(0);
  await ada.page.getByRole('link', { name: say('tickets.show_all') }).click();
  await expect(row(ada.page, number)).toBeVisible();
  await expect(box(ada.page), 'nothing is sought any more').toHaveValue('');
  const joan = await visitor(PHONE, 'joan@cordee.test');
  await joan.page.goto('/tickets?search=periscope');
  await expect(joan.page.getByText(say('tickets.nothing_found'), { exact: true })).toBeVisible();
});

test('Ada searches her tickets without JavaScript', async ({ visitor }) => {
  const { page } = await visitor({ ...PHONE, javaScriptEnabled: false }, 'ada@cordee.test');
  await page.goto('/tickets');
  await search(page, 'ecran');
  await expect(page).toHaveURL(/search=ecran/);
  await expect(box(page)).toHaveValue('ecran');
  await expect(page.getByRole('listitem').filter({ hasText: /écran/i }).first()).toBeVisible();
  await search(page, 'introuvablement');
  await expect(page.getByText(say('tickets.nothing_found'), { exact: true })).toBeVisible();
  await page.getByRole('link', { name: say('tickets.show_all') }).click();
  await expect(box(page)).toHaveValue('');
});

test('Linus finds a person by name with a mistake, and by the number on the phone', async ({ linus }) => {
  await linus.page.goto('/admin/people');
  await awake(linus.page);
  for (const words of ['lovelace', 'lovelcae', 'ADA', '01 44 55 02 14', '0144550214']) {
    await search(linus.page, words);
    await expect(linus.page.getByRole('link', { name: /Ada Lovelace/ })).toBeVisible();
    await expect(linus.page.getByRole('link', { name: /Grace Hopper/ })).toHaveCount(0);
  }
});

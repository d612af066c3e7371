// (c) A photo given while the line is cut waits on the phone: it survives a reload, hangs on its answer, and is nobody else's.
import { type Page } from '@playwright/test';
import { join } from 'node:path';
import { type Person, expect, test } from './fixtures';
import { signIn } from './people';
import { type House } from './server';
import { type Scene, inHand } from './scene';
import { Phone, stored } from './ticket';
import { root, say } from './words';

/** How many pictures lie on this phone's shelves, whosever they are. */
const shelved = (page: Page) =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = reject)));
    let count = 0;
    for (const { name } of (await indexedDB.databases()).filter(({ name }) => name!.startsWith('cordee.pictures.'))) {
      const shelf = await done(indexedDB.open(name!));
      if (shelf.objectStoreNames.contains('waiting')) count += await done(shelf.transaction('waiting').objectStore('waiting').count());
      shelf.close();
    }
    return count;
  });

/** Ada answers with a photo while the server is away, and leaves the page. */
async function givesInVain(house: House, ada: Person, { phone }: Scene): Promise<void> {
  await house.kill();
  await phone.photo(join(root, 'public/icons/192.png'));
  await phone.answer('done');
  await expect(ada.page.getByText(say('guidance.answer_waits', { answer: say('guidance.done') }))).toBeVisible();
  await expect(ada.page.locator('.upload').getByText('192.png').first()).toBeVisible();
  await expect.poll(() => shelved(ada.page)).toBe(1);
  await ada.page.goto('about:blank');
}

/** Whoever is signed in here leaves, and somebody else comes. */
async function handOver(page: Page, email: string): Promise<void> {
  await page.goto('about:blank');
  await page.request.post('/fn/sign_out', { headers: { accept: 'application/json' } });
  await signIn(page, email);
}

async function hangsOnTheAnswer(grace: Person, { desk, number }: Scene): Promise<void> {
  await expect(desk.knot('1').getByRole('button', { name: /192/ })).toBeVisible({ timeout: 15_000 });
  expect((await stored(grace.page, number)).filter((event) => event.kind === 'piece_jointe')).toHaveLength(1);
}

test('a photo given offline survives a reload, is shown as waiting, and hangs on its answer', async ({ house, ada, grace }) => {
  for (const person of [ada, grace]) person.complaints.excuseBrokenLine();
  const scene = await inHand(ada, grace);
  // The line for words may come back before the one for pictures.
  await ada.page.addInitScript(() => {
    const send = window.fetch;
    const isPicture = (input: RequestInfo | URL) => (input instanceof Request ? input.url : String(input)).includes('/files/tickets/');
    window.fetch = (input, how) => (localStorage.getItem('no-pictures') && isPicture(input) ? Promise.reject(new TypeError('cut')) : send(input, how));
  });
  await ada.page.evaluate(() => localStorage.setItem('no-pictures', '1'));
  await givesInVain(house, ada, scene);
  await house.start();
  await scene.phone.open(scene.number);
  await scene.desk.seesAnswer('1', 'done');
  await expect(ada.page.locator('.upload').getByText('192.png').first()).toBeVisible();
  await ada.page.evaluate(() => localStorage.removeItem('no-pictures'));
  await hangsOnTheAnswer(grace, scene);
  await expect(ada.page.locator('.upload')).toHaveCount(0);
  await expect.poll(() => shelved(ada.page)).toBe(0);
});

test('whoever signs in on the same phone neither sees nor sends it; it waits for Ada', async ({ house, ada, grace }) => {
  for (const person of [ada, grace]) person.complaints.excuseBrokenLine();
  const scene = await inHand(ada, grace);
  await givesInVain(house, ada, scene);
  await house.start();
  const { page } = ada;
  await handOver(page, 'joan@cordee.test');
  await new Phone(page).ask('Mon clavier colle.');
  await expect(page.locator('.upload')).toHaveCount(0);
  expect(await shelved(page)).toBe(1);
  await handOver(page, 'ada@cordee.test');
  await scene.phone.open(scene.number);
  await scene.desk.seesAnswer('1', 'done');
  await hangsOnTheAnswer(grace, scene);
});

// On any screen the instruction is in view first: the answers give way, never the step; and everything can be reached.
import { checkFits } from './checks';
import { expect, test } from './fixtures';
import { awake, saysSaved } from './people';
import { inHand } from './scene';
import { Phone } from './ticket';
import { say } from './words';

const LONG = 'Ouvrez les réglages du son, choisissez « Sortie », puis le casque dans la liste. S’il n’y est pas, débranchez-le, comptez jusqu’à cinq, et rebranchez-le.';

const SCREENS: [string, { width: number; height: number }, number][] = [
  ['a phone', { width: 360, height: 740 }, 100],
  ['a phone with text at 130 %', { width: 360, height: 780 }, 130],
  ['a phone with text at 200 %', { width: 360, height: 780 }, 200],
  ['a narrow phone with text at 200 %', { width: 320, height: 640 }, 200],
  ['zoom 400 %', { width: 320, height: 256 }, 100],
  ['a phone on its side', { width: 740, height: 360 }, 100],
  ['a large phone on its side', { width: 844, height: 390 }, 100],
  ['a low window', { width: 360, height: 430 }, 100],
  ['the keyboard up', { width: 390, height: 422 }, 100],
  ['the keyboard up on its side', { width: 844, height: 200 }, 100],
];

test('the step is in view first on every screen, and every answer can be reached', async ({ ada, grace }) => {
  test.slow();
  const { phone, desk } = await inHand(ada, grace);
  await phone.answer('done');
  await desk.write(LONG);
  const { page } = ada;
  for (const [name, size, percent] of SCREENS) {
    await page.setViewportSize(size);
    await page.reload();
    await page.evaluate((percent) => document.documentElement.style.setProperty('font-size', `${percent}%`), percent);
    await phone.seesStep(LONG);
    const shown = await page.locator('#step-text').evaluate((text) => {
      const box = text.getBoundingClientRect();
      const room = text.closest('.screen-body')!.getBoundingClientRect();
      const top = Math.max(box.top, 0, getComputedStyle(text.closest('.screen')!).overflow === 'auto' ? 0 : room.top);
      const foot = document.querySelector('.screen-foot')!.getBoundingClientRect();
      const below = Math.min(box.bottom, innerHeight, foot.left >= room.right - 1 ? innerHeight : foot.top);
      return { first: box.top >= 0 && top === box.top, seen: below - top, line: parseFloat(getComputedStyle(text).lineHeight), all: box.height };
    });
    expect(shown.first, `${name}: it begins in view`).toBe(true);
    expect(shown.seen, `${name}: three lines of it are seen, or all`).toBeGreaterThanOrEqual(Math.min(shown.all, 3 * shown.line) - 1);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(sideways, `${name}: nothing runs out at the side`).toBeLessThanOrEqual(0);
    for (const answer of ['done', 'failed', 'unclear'] as const) {
      const button = phone.answerButton(answer);
      await button.scrollIntoViewIfNeeded();
      const box = (await button.boundingBox())!;
      expect(box.x >= 0 && box.x + box.width <= size.width + 1, `${name}: ${answer} fits`).toBe(true);
      expect(await button.evaluate((b) => b.scrollWidth <= b.clientWidth + 1), `${name}: ${answer} is not cut`).toBe(true);
    }
    for (const key of ['guidance.call_me', 'guidance.stop']) {
      const button = page.getByRole('button', { name: say(key), exact: true });
      await button.scrollIntoViewIfNeeded();
      await expect(button, `${name}: ${key}`).toBeInViewport();
    }
  }
});

test('on a phone on its side the answers do not move when what may be called a mistake comes and goes', async ({ ada, grace }) => {
  const { phone, desk } = await inHand(ada, grace);
  await phone.page.setViewportSize({ width: 740, height: 360 });
  await phone.answer('done');
  await desk.write('Rallumez-la.');
  await phone.seesStep('Rallumez-la.');
  const mistake = phone.page.getByRole('button', { name: say('guidance.mistake') });
  const places = () => Promise.all((['done', 'failed', 'unclear'] as const).map((answer) => phone.answerButton(answer).boundingBox()));
  await expect(mistake).toBeAttached();
  const before = await places();
  await expect(mistake).toHaveCount(0, { timeout: 15_000 });
  expect(await places()).toEqual(before);
});

test('the note of an answer is in sight above the keyboard', async ({ ada, grace }) => {
  const { phone } = await inHand(ada, grace);
  for (const size of [{ width: 390, height: 422 }, { width: 844, height: 200 }]) {
    await ada.page.setViewportSize(size);
    await ada.page.reload();
    // Awake it opens the note by itself where something is written.
    await awake(ada.page);
    const open = ada.page.locator('.note[open]');
    if (!(await open.count())) await ada.page.locator('.note > summary').click();
    const field = ada.page.getByLabel(say('guidance.note_label'));
    await field.pressSequentially('Le casque ?');
    const covered = await field.evaluate((field) => {
      const { left, top, width, height } = field.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2) !== field;
    });
    expect(covered, `at ${size.width} × ${size.height}`).toBe(false);
  }
});

test('long names, titles and words push nothing out, and the composer is in sight above the keyboard', async ({ ada, grace }) => {
  const { page } = ada;
  await page.goto('/profile');
  await awake(page);
  await page.getByLabel(say('accounts.name'), { exact: true }).fill('A'.repeat(80));
  await page.getByRole('button', { name: say('ui.save') }).first().click();
  await saysSaved(page);
  const phone = new Phone(page);
  const number = await phone.ask('B'.repeat(120));
  await phone.write('C'.repeat(300));
  for (const [who, paths] of [
    [page, ['/', '/tickets', `/tickets/${number}`, `/tickets/${number}/print`, '/profile']],
    [grace.page, ['/desk', '/tickets/all', '/more', `/desk/${number}`, `/tickets/${number}/print`]],
  ] as const) {
    for (const path of paths) {
      await who.goto(path);
      for (const [width, height, percent] of [[320, 256, 100], [360, 740, 200], [740, 360, 100]]) {
        await who.setViewportSize({ width, height });
        await who.evaluate((percent) => document.documentElement.style.setProperty('font-size', `${percent}%`), percent);
        await checkFits(who, `${path} at ${width} × ${height}, ${percent} %`);
      }
    }
  }
  await page.goto(`/tickets/${number}`);
  for (const [width, height] of [[390, 422], [844, 200]]) {
    await page.setViewportSize({ width, height });
    await phone.composer().click();
    for (const control of [phone.composer(), page.getByRole('button', { name: say('conversation.send'), exact: true })]) {
      await expect(control, `at ${width} × ${height}`).toBeInViewport({ ratio: 0.7 });
    }
  }
});

test('what is written in is in sight first on a low desk and with large text, and the last words said', async ({ ada, grace }) => {
  const { phone, desk, number } = await inHand(ada, grace);
  const { page } = grace;
  await desk.write('Puis choisissez le casque.');
  const add = page.locator('.step-form').getByRole('button', { name: say('guidance.add_step') });
  for (const [width, height, percent] of [[740, 360, 100], [320, 256, 100], [1360, 820, 200], [360, 740, 200]] as const) {
    const at = `at ${width} × ${height}, ${percent} %`;
    await page.setViewportSize({ width, height });
    await desk.open(number);
    await page.evaluate((percent) => document.documentElement.style.setProperty('font-size', `${percent}%`), percent);
    for (const control of [desk.box(), add]) await expect(control, at).toBeInViewport({ ratio: 0.9 });
    const title = page.getByRole('heading', { level: 1 });
    await title.scrollIntoViewIfNeeded();
    const letter = await title.evaluate((title) => title.getBoundingClientRect().width / parseFloat(getComputedStyle(title).fontSize));
    expect(letter, `${at}: a word of the title fits`).toBeGreaterThan(5);
    await checkFits(page, at);
  }
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
  await page.setViewportSize({ width: 1360, height: 820 });
  await desk.open(number);
  await desk.end(false, 'Casque choisi.');
  await ada.page.setViewportSize({ width: 320, height: 256 });
  await phone.open(number);
  await ada.page.getByText('La visioconférence n’a pas de son.').last().scrollIntoViewIfNeeded();
  await phone.write('Merci, tout est revenu.');
  for (const seen of [ada.page.getByText('Merci, tout est revenu.'), phone.composer(), ada.page.getByRole('button', { name: say('conversation.send'), exact: true })]) {
    await expect(seen).toBeInViewport({ ratio: 0.7 });
  }
});

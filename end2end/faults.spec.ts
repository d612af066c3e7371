// (c) What goes wrong with lines, servers, clocks and people, as far as a browser can show it. After each: nothing lost, nothing twice.
import { type Locator, type Page } from '@playwright/test';
import { now } from './clock';
import { LONG, PHONE, expect, test } from './fixtures';
import { HOME, awake } from './people';
import { checkBoth, inHand } from './scene';
import { Desk, Phone, answers, checkTold, stored } from './ticket';
import { say } from './words';

test('the server is killed between instruction and answer', async ({ house, ada, grace }) => {
  for (const person of [ada, grace]) person.complaints.excuseBrokenLine();
  const scene = await inHand(ada, grace);
  await house.kill();
  await scene.phone.answer('done');
  await expect(ada.page.getByText(say('guidance.answer_waits', { answer: say('guidance.done') }))).toBeVisible();
  await house.start();
  await scene.desk.seesAnswer('1', 'done');
  await scene.desk.write('Choisissez le casque.');
  await scene.phone.seesStep('Choisissez le casque.');
  expect(answers(await stored(grace.page, scene.number))).toEqual(['1.1 fait']);
  await checkBoth(scene);
});

test('the technician writes while the server is away: the step waits, and goes when it is back', async ({ house, ada, grace }) => {
  for (const person of [ada, grace]) person.complaints.excuseBrokenLine();
  const scene = await inHand(ada, grace);
  await scene.phone.answer('done');
  await scene.desk.seesAnswer('1', 'done');
  await house.kill();
  await scene.desk.send('Choisissez le casque.');
  await expect(grace.page.getByText(say('guidance.waiting'), { exact: true })).toBeVisible();
  await house.start();
  await scene.phone.seesStep('Choisissez le casque.');
  expect((await stored(grace.page, scene.number)).filter((event) => event.kind === 'instruction')).toHaveLength(2);
  await checkBoth(scene);
});

test('Ada stops while Grace is cut off: the step Grace wrote meanwhile is refused, and lies in her box again', async ({ ada, grace }) => {
  grace.complaints.excuseBrokenLine();
  const { phone, desk, number } = await inHand(ada, grace);
  await grace.page.context().setOffline(true);
  await phone.stop();
  await expect(phone.composer()).toBeVisible();
  await desk.send('Choisissez le casque.');
  await expect(grace.page.getByText(say('guidance.waiting'), { exact: true })).toBeVisible();
  await grace.page.context().setOffline(false);
  await expect(grace.page.getByText(say('conflict.guidance_inactive'))).toBeVisible();
  expect((await stored(grace.page, number)).filter((event) => event.kind === 'instruction')).toHaveLength(1);
  await desk.start();
  await expect(desk.box()).toHaveValue('Choisissez le casque.');
  await desk.write('Choisissez le casque.');
  await phone.seesStep('Choisissez le casque.');
  await checkBoth({ phone, desk, number });
});

test('offline, Ada answers and comes back later: the answer carries the time it was given', async ({ ada, grace }) => {
  test.setTimeout(240_000);
  const away = LONG ? 120_000 : 15_000;
  ada.complaints.excuseBrokenLine();
  const scene = await inHand(ada, grace);
  await ada.page.context().setOffline(true);
  await scene.phone.answer('done');
  await expect(ada.page.getByText(say('guidance.answer_waits', { answer: say('guidance.done') }))).toBeVisible();
  // The time away is the matter of this test, not a wait for something.
  await ada.page.waitForTimeout(away);
  await ada.page.context().setOffline(false);
  await scene.desk.seesAnswer('1', 'done');
  const answer = (await stored(grace.page, scene.number)).find((event) => event.kind === 'confirmation_etape')!;
  const late = Date.parse(answer.at) - Date.parse(answer.said_at ?? answer.at);
  expect(late).toBeGreaterThan(away - 2_000);
  expect(late).toBeLessThan(away + 40_000);
  await checkBoth(scene);
});

test('an answer waiting offline survives a reload of the page', async ({ house, ada, grace }) => {
  for (const person of [ada, grace]) person.complaints.excuseBrokenLine();
  const scene = await inHand(ada, grace);
  await house.kill();
  await scene.phone.answer('done');
  await expect(ada.page.getByText(say('guidance.answer_waits', { answer: say('guidance.done') }))).toBeVisible();
  await ada.page.goto('about:blank');
  await house.start();
  await scene.phone.open(scene.number);
  await scene.desk.seesAnswer('1', 'done');
  expect(answers(await stored(grace.page, scene.number))).toEqual(['1.1 fait']);
  await checkBoth(scene);
});

/** Speaks on a line of its own, with the page's cookies, and returns what was said to it until `enough`. */
async function speak(page: Page, said: string[], enough: string, times = 1): Promise<string[]> {
  return page.evaluate(
    ({ said, enough, times }) =>
      new Promise<string[]>((resolve, reject) => {
        const heard: string[] = [];
        const line = new WebSocket(`ws://${location.host}/live`);
        const late = setTimeout(() => reject(new Error(`only heard ${heard.join('\n').slice(0, 2000)}`)), 10_000);
        line.onopen = () => said.forEach((text) => line.send(text));
        line.onclose = () => heard.push('closed');
        line.onmessage = ({ data }) => {
          heard.push(data);
          if (heard.filter((text) => text.includes(enough)).length < times) return;
          clearTimeout(late);
          line.close();
          resolve(heard);
        };
      }),
    { said, enough, times },
  );
}

/** The act of answering the open step, as a program would send it. */
async function answerAct(page: Page, number: number, id: string, outcome = 'fait'): Promise<string> {
  const events = await stored(page, number);
  const session = events.findLast((event) => event.kind === 'guidage_debut')!.payload.session;
  const step = events.findLast((event) => event.kind === 'instruction')!.payload.step;
  return JSON.stringify({ t: 'act', id, verb: 'guidance.act', stream: number, body: { do: 'answer', session, step, outcome }, age: 0 });
}

test('the same answer sent five times counts once', async ({ ada, grace }) => {
  const scene = await inHand(ada, grace);
  const id = '01920000-0000-7000-8000-00000000000a';
  const act = await answerAct(ada.page, scene.number, id);
  const heard = await speak(ada.page, [act, act, act, act, act], '"t":"done"', 5);
  expect(heard.filter((text) => text.includes('"t":"done"'))).toHaveLength(5);
  await scene.desk.seesAnswer('1', 'done');
  const other = await answerAct(ada.page, scene.number, id, 'pas_marche');
  expect((await speak(ada.page, [other], '"t":"failed"')).join()).toContain('id_reused');
  expect(answers(await stored(grace.page, scene.number))).toEqual(['1.1 fait']);
  await checkBoth(scene);
});

test('two tabs answer at once: one counts, the other is kept as late and changes nothing', async ({ ada, grace }) => {
  const scene = await inHand(ada, grace);
  const other = await ada.page.context().newPage();
  const tab = new Phone(other);
  await tab.open(scene.number);
  await expect(tab.answerButton('failed')).toBeEnabled();
  // Both thumbs come down at the same moment.
  const moment = now() + 1_000;
  const press = (button: Locator) => button.evaluate((button: HTMLElement, moment) => void setTimeout(() => button.click(), moment - Date.now()), moment);
  await Promise.all([press(scene.phone.answerButton('done')), press(tab.answerButton('failed'))]);
  await expect.poll(async () => answers(await stored(grace.page, scene.number)).length).toBe(1);
  await expect(tab.answerButton('done')).toHaveCount(0);
  await other.close();
  expect(answers(await stored(grace.page, scene.number))).toHaveLength(1);
  await checkBoth(scene);
});

test('two hundred reconnects in a row lose nothing', async ({ ada, grace }) => {
  const scene = await inHand(ada, grace);
  const told = await ada.page.evaluate(async (number) => {
    const told: string[] = [];
    for (let n = 0; n < 200; n++) {
      told.push(
        await new Promise<string>((resolve, reject) => {
          const line = new WebSocket(`ws://${location.host}/live`);
          const heard: string[] = [];
          line.onopen = () => line.send(JSON.stringify({ t: 'follow', stream: number, after: 0 }));
          line.onerror = () => reject(new Error(`line ${n}`));
          line.onmessage = ({ data }) => {
            const frame = JSON.parse(data);
            if (frame.t === 'event') heard.push(`${frame.event.seq}`);
            if (frame.t === 'caught') (line.close(), resolve(heard.join()));
          };
        }),
      );
    }
    return told;
  }, scene.number);
  expect(new Set(told).size).toBe(1);
  await scene.phone.answer('done');
  await scene.desk.seesAnswer('1', 'done');
  await checkBoth(scene);
});

test('technician and admin write at the same moment: both steps come, one after the other', async ({ ada, grace, linus }) => {
  const scene = await inHand(ada, grace);
  const other = new Desk(linus.page);
  await other.open(scene.number);
  await scene.phone.answer('done');
  await scene.desk.seesAnswer('1', 'done');
  await other.seesAnswer('1', 'done');
  await Promise.all([scene.desk.send('Branchez le casque.'), other.send('Ouvrez les réglages.')]);
  await scene.phone.answer('done');
  await scene.desk.seesAnswer('2', 'done');
  await scene.phone.answer('done');
  await scene.desk.seesAnswer('3', 'done');
  expect(answers(await stored(grace.page, scene.number))).toEqual(['1.1 fait', '2.1 fait', '3.1 fait']);
  await checkTold(linus.page, scene.number, true);
  await checkBoth(scene);
});

test('Ada signs out elsewhere: within moments this page is at the door, and the line is closed', async ({ ada, grace }) => {
  const scene = await inHand(ada, grace);
  const other = await ada.page.context().newPage();
  await other.goto('/tickets');
  await awake(other);
  await other.evaluate(() => fetch('/fn/sign_out', { method: 'POST', headers: { accept: 'application/json' } }));
  await expect(ada.page).toHaveURL(/sign-in/, { timeout: 5_000 });
  await scene.desk.write('Toujours là ?');
  await expect(ada.page.getByText('Toujours là ?')).toHaveCount(0);
});

test('frames that make no sense change nothing and disturb nobody', async ({ ada, grace }) => {
  ada.complaints.excuseBrokenLine();
  const scene = await inHand(ada, grace);
  const before = await stored(grace.page, scene.number);
  const odd = ['non', '[]', '{}', '{"t":"surprise"}', '{"t":"act"}', '{"t":"follow","stream":"x","after":[]}', `{"t":"act","id":"1","verb":{},"stream":1}`, '['.repeat(5_000)];
  const heard = await speak(ada.page, odd, '"t":"bad"', odd.length);
  expect(heard.filter((text) => text.includes('"t":"bad"'))).toHaveLength(odd.length);
  const unknown = JSON.stringify({ t: 'act', id: '01920000-0000-7000-8000-00000000000b', verb: 'nothing.at_all', stream: scene.number, body: {} });
  expect((await speak(ada.page, [unknown], '"t":"failed"')).join()).toContain('NotFound');
  const closed = await ada.page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        const line = new WebSocket(`ws://${location.host}/live`);
        line.onopen = () => line.send('x'.repeat(1_000_000));
        line.onclose = () => resolve(true);
      }),
  );
  expect(closed).toBe(true);
  expect(await stored(grace.page, scene.number)).toEqual(before);
  await scene.phone.answer('done');
  await scene.desk.seesAnswer('1', 'done');
  await checkBoth(scene);
});

test('other people’s tickets do not exist for a stranger, on any path', async ({ ada, grace, visitor }) => {
  const scene = await inHand(ada, grace);
  const stranger = await visitor(PHONE);
  stranger.complaints.excuse(/status of 40[134]/);
  await stranger.page.goto('/register');
  await stranger.page.getByLabel(say('accounts.name'), { exact: true }).fill('Étrangère');
  await stranger.page.getByLabel(say('accounts.email')).fill('etrangere@cordee.test');
  await stranger.page.getByLabel(say('accounts.password'), { exact: true }).fill('sept piolets oranges');
  await stranger.page.getByRole('button', { name: say('accounts.register') }).click();
  await stranger.page.waitForURL(HOME);
  const follow = JSON.stringify({ t: 'follow', stream: scene.number, after: 0 });
  expect((await speak(stranger.page, [follow], '"t":"refused"')).join()).toContain('NotFound');
  const id = '01920000-0000-7000-8000-00000000000c';
  const act = JSON.stringify({ t: 'act', id, verb: 'conversation.say', stream: scene.number, body: { text: 'Coucou' } });
  expect((await speak(stranger.page, [act], '"t":"failed"')).join()).toContain('NotFound');
  const response = await stranger.page.goto(`/tickets/${scene.number}`);
  expect(response?.status()).toBe(404);
});

test('a phone whose clock is a day ahead changes nothing', async ({ ada, grace }) => {
  const scene = await inHand(ada, grace);
  await ada.page.clock.setSystemTime(now() + 24 * 3_600_000);
  await scene.phone.answer('done');
  await scene.desk.seesAnswer('1', 'done');
  const answer = (await stored(grace.page, scene.number)).find((event) => event.kind === 'confirmation_etape')!;
  expect(Math.abs(Date.parse(answer.said_at ?? answer.at) - now())).toBeLessThan(60_000);
  await checkTold(grace.page, scene.number, true);
});

// The ticket page and the desk, as the two people on them see them. Names of controls stand here and nowhere else.
import { expect, type Locator, type Page } from '@playwright/test';
import { awake } from './people';
import { say } from './words';

const button = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true });

/** The knots of the rope that is seen, each as one line of text; without the clocks that run. */
export async function knots(page: Page): Promise<string[]> {
  const texts = await page.locator('.rope > li').filter({ visible: true }).allInnerTexts();
  const clocks = new RegExp(`${say('guidance.waiting_since', { time: '' })}[\\d:]*`);
  return texts.map((text) => text.replace(/\s+/g, ' ').replace(clocks, '').trim());
}

/** The employee's phone. */
export class Phone {
  constructor(readonly page: Page) {}

  /** Opens a ticket from one text and returns its number. */
  async ask(problem: string): Promise<number> {
    await this.page.goto('/tickets/new');
    await this.page.getByLabel(say('tickets.problem')).fill(problem);
    await button(this.page, say('tickets.send')).click();
    await this.page.waitForURL(/\/tickets\/\d+$/);
    await awake(this.page);
    return Number(/\d+$/.exec(this.page.url())![0]);
  }

  async open(number: number): Promise<void> {
    await this.page.goto(`/tickets/${number}`);
    await awake(this.page);
  }

  /** The card of the step in hand. */
  step(text: string): Locator {
    return this.page.getByRole('heading', { name: text });
  }

  async seesStep(text: string): Promise<void> {
    await expect(this.step(text)).toBeVisible();
  }

  /** *Grace prépare la suite*. */
  async waitsFor(lead: string): Promise<void> {
    await expect(this.page.getByText(say('guidance.prepares', { name: lead }))).toBeVisible();
  }

  answerButton(answer: 'done' | 'failed' | 'unclear'): Locator {
    return button(this.page.getByRole('group', { name: say('guidance.answers') }), say(`guidance.${answer}`));
  }

  async answer(answer: 'done' | 'failed' | 'unclear'): Promise<void> {
    await this.answerButton(answer).click();
  }

  async note(text: string): Promise<void> {
    await this.page.locator('.note > summary').click();
    await this.page.getByLabel(say('guidance.note_label')).fill(text);
  }

  async photo(file: string): Promise<void> {
    await this.page.locator('.step').getByLabel(say('live.photo')).setInputFiles(file);
    await expect(this.page.locator('#step-photos'), 'what goes with the answer is in sight').toBeInViewport();
  }

  /** What joins an answer that was not *done*. */
  async explain(text: string): Promise<void> {
    await this.page.getByLabel(say('guidance.why_not')).fill(text);
    await button(this.page, say('guidance.send_reason')).click();
  }

  async write(text: string): Promise<void> {
    await this.composer().fill(text);
    await button(this.page, say('conversation.send')).click();
  }

  composer(): Locator {
    return this.page.getByRole('textbox', { name: say('conversation.message'), exact: true });
  }

  async callMe(phone: string): Promise<void> {
    await button(this.page, say('guidance.call_me')).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel(say('guidance.phone')).fill(phone);
    await button(dialog, say('guidance.ask_call')).click();
  }

  async stop(): Promise<void> {
    await button(this.page, say('guidance.stop')).click();
    await button(this.page.getByRole('dialog'), say('guidance.stop_now')).click();
  }
}

/** The technician's desk. */
export class Desk {
  constructor(readonly page: Page) {}

  async open(number: number): Promise<void> {
    await this.page.goto(`/desk/${number}`);
    await awake(this.page);
  }

  async take(): Promise<void> {
    await button(this.page, say('desk.take')).click();
    await expect(button(this.page, say('guidance.start'))).toBeVisible();
  }

  async start(): Promise<void> {
    await button(this.page, say('guidance.start')).click();
    await expect(button(this.page, say('guidance.end'))).toBeVisible();
  }

  /** The box in which steps and, when typing is free, messages are written. */
  box(): Locator {
    return this.page.locator('.step-form').getByRole('textbox');
  }

  async mode(key: 'mode_next' | 'mode_replace' | 'mode_rephrase' | 'mode_back' | 'mode_say', n?: string): Promise<void> {
    await button(this.page, say(`guidance.${key}`, n ? { step: n } : {})).click();
  }

  async send(text: string): Promise<void> {
    await this.box().fill(text);
    await this.page.locator('.step-form').getByRole('button', { name: new RegExp(['add_step', 'send_step', 'send_message'].map((key) => say(`guidance.${key}`)).join('|')) }).click();
  }

  /** Writes the next step; ahead, if one is open. */
  async write(text: string): Promise<void> {
    await this.send(text);
    await expect(this.page.getByText(text).first()).toBeVisible();
  }

  async rephrase(n: string, text: string): Promise<void> {
    await this.mode('mode_rephrase', n);
    await this.send(text);
  }

  async lift(): Promise<void> {
    await button(this.page, say('guidance.lift')).click();
  }

  async end(solved: boolean, message = ''): Promise<void> {
    await button(this.page, say('guidance.end')).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel(say(solved ? 'guidance.solved' : 'guidance.unsolved')).check();
    if (message) await dialog.getByLabel(say(solved ? 'guidance.what_was_done' : 'guidance.end_message')).fill(message);
    await button(dialog, say('guidance.end_now')).click();
  }

  /** Resolves the ticket, with what was done. */
  async resolve(done = ''): Promise<void> {
    await this.page.locator('summary', { hasText: say('desk.mark_resolved') }).click();
    if (done) await this.page.getByLabel(say('desk.what_was_done')).fill(done);
    await button(this.page, say('desk.mark_resolved')).click();
  }

  /** Deletes the ticket, with a reason. */
  async delete(reason: string): Promise<void> {
    await this.page.locator('summary', { hasText: say('desk.delete') }).click();
    await this.page.getByLabel(say('desk.delete_why')).fill(reason);
    await button(this.page, say('desk.delete_now')).click();
  }

  /** Gives the ticket to somebody else, with a word to them. */
  async assign(name: string, word = ''): Promise<void> {
    await this.page.locator('summary', { hasText: say('desk.assign') }).click();
    await this.page.getByLabel(say('desk.assign_to'), { exact: true }).selectOption({ label: name });
    if (word) await this.page.getByLabel(say('desk.handover_word')).fill(word);
    await button(this.page, say('desk.assign_now')).click();
  }

  /** The knot of a step. */
  knot(step: string): Locator {
    const label = this.page.getByText(say('guidance.step', { step }), { exact: true });
    return this.page.locator('.rope > li').filter({ has: label }).last();
  }

  async seesAnswer(step: string, answer: 'done' | 'failed' | 'unclear'): Promise<void> {
    await expect(this.knot(step)).toContainText(say(`guidance.${answer}`));
  }

  drafts(): Locator {
    return this.page.locator('ol.drafts > li.draft');
  }
}

/** What stands on the ticket, read from the server afresh by this person. */
export type Stored = { seq: number; kind: string; said_at?: string; at: string; act?: string; payload: any };

export async function stored(page: Page, number: number): Promise<Stored[]> {
  const answer = await page.evaluate(async (number) => {
    const response = await fetch('/fn/view_ticket', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }, body: `number=${number}` });
    return { status: response.status, text: await response.text() };
  }, number);
  expect(answer.status, answer.text).toBe(200);
  return JSON.parse(answer.text).events;
}

/** The live page shows what a page drawn afresh shows, and the numbers have no gap (a technician sees them all). */
export async function checkTold(page: Page, number: number, seesAll: boolean): Promise<void> {
  const events = await stored(page, number);
  const numbers = events.map((event) => event.seq);
  if (seesAll) expect(numbers).toEqual(numbers.map((_, place) => numbers[0] + place));
  expect(new Set(numbers).size).toBe(numbers.length);
  const fresh = await page.context().newPage();
  await fresh.goto(page.url());
  await awake(fresh);
  // Both are read anew each time: what happens meanwhile (the other person has just seen it) reaches both.
  await expect(async () => expect(await knots(page), 'the live page shows what a fresh one shows').toEqual(await knots(fresh))).toPass({ timeout: 10_000 });
  await fresh.close();
}

/** The answers that count, by step. */
export function answers(events: Stored[]): string[] {
  return events.filter((event) => event.kind === 'confirmation_etape').map(({ payload }) => `${payload.step.number}.${payload.step.version} ${payload.outcome}`);
}

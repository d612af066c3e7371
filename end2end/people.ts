// What people do on the pages around identity, and how a test knows that a page is alive.
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { PASSWORD } from './server';
import { say } from './words';

/** Where an employee is after signing in. */
export const HOME = /:\d+\/$/;

/** Fills the door's form and goes in. */
export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in');
  await fillDoor(page, email, password);
  await expect(page).toHaveURL(/:\d+\/(desk)?$/);
}

export async function fillDoor(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel(say('accounts.login')).fill(email);
  await page.getByLabel(say('accounts.password'), { exact: true }).fill(password);
  await page.getByRole('main').getByRole('button', { name: say('accounts.sign_in') }).click();
}

/** A visitor opens an account. */
export async function register(page: Page, name: string, email: string, password: string): Promise<void> {
  await page.goto('/register');
  await page.getByLabel(say('accounts.name'), { exact: true }).fill(name);
  await page.getByLabel(say('accounts.email')).fill(email);
  await page.getByLabel(say('accounts.password'), { exact: true }).fill(password);
  await page.getByRole('button', { name: say('accounts.register') }).click();
}

/** The page says that there is nothing for who asks. */
export async function findsNothing(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: say('ui.not_found_title') })).toBeVisible();
}

/** On one's own page: makes a token that reads, and gives what is shown once. */
export async function makeToken(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: say('accounts.make_token') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(say('accounts.token_name')).fill(name);
  await dialog.getByRole('button', { name: say('accounts.make_token') }).click();
  return page.getByRole('textbox', { name: say('accounts.token_made', { name }) }).inputValue();
}

declare global {
  interface Window {
    /** Frames of the live line by kind, counted by the script below. */
    heard?: Record<string, number>;
  }
}

/** Counts what the live line says, so that a test can wait for a page that is awake. Changes nothing. */
export async function listen(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const heard: Record<string, number> = (window.heard = {});
    const Native = window.WebSocket;
    window.WebSocket = class extends Native {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        this.addEventListener('message', ({ data }) => {
          const kind = /"t":"(\w+)"/.exec(String(data))?.[1] ?? 'other';
          heard[kind] = (heard[kind] ?? 0) + 1;
        });
      }
    };
  });
}

/** Waits until the page's WASM has taken over and its line stands; on a ticket, until everything missed has been told. */
export async function awake(page: Page): Promise<void> {
  const wanted = /\/(desk|tickets)\/\d+$/.test(new URL(page.url()).pathname) ? 'caught' : 'welcome';
  const isAwake = (kind: string) => document.documentElement.dataset.awake !== undefined && (window.heard?.[kind] ?? 0) > 0;
  await page.waitForFunction(isAwake, wanted, { timeout: 20_000 });
}

/** The page says that it has saved: by itself, or, pressed before its form was awake, as a plain form. */
export async function saysSaved(page: Page): Promise<void> {
  const said = new RegExp(`^(${say('ui.saved')}|${say('ui.form_done')})`.replace(/\./g, '\\.'));
  await expect(page.getByRole('status').getByText(said)).toBeVisible();
}

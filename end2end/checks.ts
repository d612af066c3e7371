// What is checked on every page of every journey: a clean console, and no violation that axe can see.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Everything a page complains about. */
export class Complaints {
  private readonly said: string[] = [];
  private readonly excused: RegExp[] = [];

  watch(page: Page): void {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.said.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.said.push(`page error: ${error.message}`));
  }

  /** What a test provokes itself, such as a refused connection, is no complaint. */
  excuse(...patterns: RegExp[]): void {
    this.excused.push(...patterns);
  }

  /** What Chromium itself says when the line or the server is away. */
  excuseBrokenLine(): void {
    this.excuse(/WebSocket connection to .* failed/, /net::ERR_(CONNECTION|INTERNET|NETWORK|SOCKET|EMPTY|FAILED|INCOMPLETE|ABORTED)/, /status of 50[234]/, /Failed to fetch/);
  }

  /** What Chromium says of a program that is fetched ahead and does not come, or is not run. */
  excuseUnusedProgram(): void {
    this.excuse(/preloaded using link preload but not used/);
  }

  check(): void {
    const left = this.said.filter((text) => !this.excused.some((pattern) => pattern.test(text)));
    expect(left, 'the console is clean').toEqual([]);
  }
}

/** No violation of WCAG 2.2 A and AA, nor of axe's best practices. */
export async function checkAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.map((v) => `${v.id}: ${v.help}\n    ${v.nodes.map((n) => n.target.join(' ') + (n.failureSummary ? ` — ${n.failureSummary.split('\n').slice(1, 3).join(' ')}` : '')).join('\n    ')}`);
  expect(told, `axe finds nothing on ${where}`).toEqual([]);
}

/** Nothing sticks out to the right. */
export async function checkFits(page: Page, where: string): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, `${where} does not scroll sideways`).toBeLessThanOrEqual(0);
}

// Journeys in a real Chromium, on the release build. Each test has a server and a database of its own.
import { defineConfig } from '@playwright/test';

// Debian's Chromium; the flags let it run as root and keep it from talking to anybody.
const args = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 2,
  fullyParallel: true,
  // The machine may be busy: one more try tells a slow page from a broken one, and the report names both.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: !!process.env.CI,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    actionTimeout: 15_000,
    // Recording costs more than the journey: only for one that failed.
    trace: process.env.CI ? 'on-first-retry' : 'retain-on-failure',
    launchOptions: { executablePath: process.env.CORDEE_CHROMIUM ?? '/usr/bin/chromium', args },
  },
});

// Bad input, everywhere: a clear error by field in the person's language, and nothing changes.
import { type Page } from '@playwright/test';
import { PHONE, expect, test } from './fixtures';
import { awake } from './people';
import { Phone, stored } from './ticket';
import { say } from './words';

type Answer = { status: number; text: string };

/** Sends a form as the page would, past the page's own checks. */
async function post(page: Page, door: string, form: Record<string, string>): Promise<Answer> {
  return page.evaluate(
    async ({ door, form }) => {
      const response = await fetch(`/fn/${door}`, { method: 'POST', headers: { accept: 'application/json' }, body: new URLSearchParams(form) });
      return { status: response.status, text: await response.text() };
    },
    { door, form },
  );
}

const count = async (page: Page) => JSON.parse((await post(page, 'my_tickets', {})).text).items.length as number;

test('a ticket with bad fields is refused by field and not opened', async ({ ada: { page, complaints } }) => {
  complaints.excuse(/status of 4\d\d/);
  const before = await count(page);
  const good = { 'form[problem]': 'Écran noir' };
  const table: [Record<string, string>, string][] = [
    [{ 'form[problem]': '' }, 'problem'],
    [{ 'form[problem]': ' \n\t ' }, 'problem'],
    [{ 'form[problem]': 'x'.repeat(10_001) }, 'problem'],
    [{ 'form[problem]': 'a\u0000b' }, 'problem'],
    [{ 'form[problem]': 'facture\u202egpj.exe' }, 'problem'],
    [{ ...good, 'form[title]': 'y'.repeat(121) }, 'title'],
    [{ ...good, 'form[title]': 'deux\nlignes' }, 'title'],
    [{ ...good, 'form[priority]': 'immédiate' }, 'priority'],
    [{ ...good, 'form[category]': '1' }, 'category'],
    [{ ...good, 'form[category]': '01920000-0000-7000-8000-000000000000' }, 'category'],
    [{ ...good, 'form[department]': "x' or 1=1 --" }, 'department'],
    [{ ...good, 'form[department]': '01920000-0000-7000-8000-000000000000' }, 'department'],
  ];
  for (const [form, field] of table) {
    const { status, text } = await post(page, 'open_ticket', form);
    expect(status, `${field}: ${text}`).toBe(422);
    expect(text).toContain(`"${field}"`);
  }
  expect((await post(page, 'open_ticket', {})).status).toBeGreaterThanOrEqual(400);
  expect(await count(page)).toBe(before);
});

test('ten megabytes of text are refused, and the house stands', async ({ house, ada: { page, complaints } }) => {
  complaints.excuse(/status of 4\d\d/, /net::ERR/, /Failed to fetch/);
  const before = await count(page);
  const answer = await post(page, 'open_ticket', { 'form[problem]': 'x'.repeat(10 * 1024 * 1024) }).catch(() => ({ status: 413, text: '' }));
  expect([413, 422]).toContain(answer.status);
  expect(await count(page)).toBe(before);
  expect((await fetch(`${house.url}/healthz`)).ok).toBe(true);
});

test('the form tells in French what is wrong, and keeps what was typed', async ({ ada: { page, complaints } }) => {
  complaints.excuse(/status of 4\d\d/);
  await page.goto('/tickets/new');
  await awake(page);
  await page.getByRole('button', { name: say('tickets.send') }).click();
  await expect(page.getByText(say('problem.empty'))).toBeVisible();
  await expect(page.getByText(say('error.invalid')), 'one problem is told once, beside its field').toHaveCount(0);
  await expect(page.getByLabel(say('tickets.problem'))).toBeFocused();
  await page.getByLabel(say('tickets.problem')).fill('caché\u202e ici');
  await page.getByRole('button', { name: say('tickets.send') }).click();
  await expect(page.getByText(say('problem.unreadable')).first()).toBeVisible();
  await expect(page.getByLabel(say('tickets.problem'))).toHaveValue('caché\u202e ici');
});

test('and in English to those who read English', async ({ visitor }) => {
  const { page, complaints } = await visitor({ ...PHONE, locale: 'en-GB' });
  complaints.excuse(/status of 4\d\d/);
  await page.goto('/sign-in');
  await page.getByLabel(say('accounts.email', {}, 'en')).fill('ada@cordee.test');
  await page.getByLabel(say('accounts.password', {}, 'en'), { exact: true }).fill('not the right one');
  await page.getByRole('main').getByRole('button', { name: say('accounts.sign_in', {}, 'en') }).click();
  await expect(page.getByText(say('problem.wrong_pair', {}, 'en'))).toBeVisible();
});

test('markup, scripts, emoji and right-to-left are shown as they were typed, and nothing runs', async ({ ada: { page } }) => {
  const phone = new Phone(page);
  const nasty = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> 👩‍💻 مرحبا {{7*7}} </script>`;
  const number = await phone.ask(nasty);
  await expect(page.getByText(nasty).first()).toBeVisible();
  await phone.write(`<b>gras</b> ${'🧗'.repeat(50)}`);
  await expect(page.getByText('<b>gras</b>').first()).toBeVisible();
  await page.reload();
  await awake(page);
  await expect(page.getByText(nasty).first()).toBeVisible();
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  expect((await stored(page, number)).filter((event) => event.kind === 'ajout_commentaire')).toHaveLength(1);
});

test('unknown numbers and ids are not found, and look like other people’s', async ({ ada: { page, complaints } }) => {
  complaints.excuse(/status of 4\d\d/);
  for (const number of ['0', '-1', '999999', '9223372036854775807']) {
    expect((await post(page, 'view_ticket', { number })).status, number).toBe(404);
  }
  for (const number of ['9223372036854775808', 'abc', '']) {
    expect([400, 404, 422], number).toContain((await post(page, 'view_ticket', { number })).status);
  }
  const other = { status: (await post(page, 'view_queue', { 'filter[tab]': 'all' })).status };
  expect(other.status).toBe(403);
  for (const path of ['/tickets/999999', '/tickets/abc', '/nowhere', '/files/01920000-0000-7000-8000-000000000000']) {
    expect((await page.goto(path))?.status(), path).toBe(404);
  }
});

test('other people’s tickets can be neither read nor changed by an employee', async ({ ada, grace, visitor }) => {
  for (const person of [ada, grace]) person.complaints.excuse(/status of 4\d\d/);
  const mine = JSON.parse((await post(ada.page, 'my_tickets', {})).text).items.map((line: { number: number }) => line.number);
  const all = JSON.parse((await post(grace.page, 'view_queue', { 'filter[tab]': 'all' })).text).items.map((entry: { ticket: { number: number } }) => entry.ticket.number);
  const foreign = String(all.find((number: number) => !mine.includes(number)));
  for (const [door, form] of [
    ['view_ticket', {}], ['add_comment', { text: 'Coucou' }], ['take_ticket', {}], ['change_ticket_status', { status: 'annule' }], ['list_earlier', { before: '100' }],
    ['edit_ticket', { 'form[title]': 'Pris', 'form[priority]': 'normal', 'form[category]': '01920000-0000-7000-8000-000000000000' }], ['take_over_guidance', {}],
  ] as [string, Record<string, string>][]) {
    const { status, text } = await post(ada.page, door, { number: foreign, ...form });
    expect([403, 404], `${door}: ${text}`).toContain(status);
    // A ticket that is somebody else's answers as one that does not exist.
    expect((await post(ada.page, door, { number: '999999', ...form })).status, door).toBe(status);
  }
  for (const door of ['list_people', 'list_technicians', 'count_queue']) {
    expect((await post(ada.page, door, { search: '' })).status, door).toBe(403);
  }
  const visitor1 = await visitor(PHONE);
  visitor1.complaints.excuse(/status of 4\d\d/);
  await visitor1.page.goto('/sign-in');
  expect((await post(visitor1.page, 'view_ticket', { number: foreign })).status).toBe(401);
});

test('a file that is no picture, and one that is too large, are refused with a reason', async ({ ada: { page, complaints } }) => {
  complaints.excuse(/status of 4\d\d/, /net::ERR/);
  const phone = new Phone(page);
  const number = await phone.ask('Voici une photo.');
  const send = (name: string, type: string, size: number) =>
    page.evaluate(
      async ({ number, name, type, size }) => {
        const body = new FormData();
        body.set('act', crypto.randomUUID());
        body.set('picture', new File([size ? new Uint8Array(size) : '<svg onload=alert(1)>'], name, { type }));
        const response = await fetch(`/files/tickets/${number}`, { method: 'POST', body }).catch(() => undefined);
        return { status: response?.status ?? 413, text: (await response?.text()) ?? '' };
      },
      { number, name, type, size },
    );
  expect((await send('page.html', 'image/png', 0)).status).toBe(422);
  expect((await send('photo\u200b.php.png', 'image/png', 2000)).status).toBe(422);
  expect([413, 422]).toContain((await send('grande.png', 'image/png', 11 * 1024 * 1024)).status);
  expect((await stored(page, number)).filter((event) => event.kind === 'piece_jointe')).toHaveLength(0);
});

test('a request from another site changes nothing', async ({ house, ada: { page } }) => {
  const before = await count(page);
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  for (const headers of [{ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }] as Record<string, string>[]) {
    const response = await fetch(`${house.url}/fn/open_ticket`, {
      method: 'POST',
      headers: { ...headers, cookie: cookies, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'form%5Bproblem%5D=Piege',
    });
    expect(response.status).toBe(403);
  }
  expect(await count(page)).toBe(before);
});

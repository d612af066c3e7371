// Who may do what: any technician on a colleague's ticket, an administrator on what they asked themselves; and signing in by user name.
import { DESK, PHONE, expect, test } from './fixtures';
import { HOME, fillDoor } from './people';
import { PASSWORD } from './server';
import { Desk, Phone, checkTold } from './ticket';
import { say } from './words';

test('Radia answers on Grace’s ticket, takes it over after a confirmation that names her, and puts it back', async ({ ada, grace, visitor }) => {
  const phone = new Phone(ada.page);
  const desk = new Desk(grace.page);
  const number = await phone.ask('Mon badge n’ouvre plus la porte.');
  await desk.open(number);
  await desk.take();
  const { page } = await visitor(DESK, 'radia@cordee.test');
  await new Desk(page).open(number);
  await new Phone(page).write('Je passe au deuxième étage.');
  await expect(ada.page.getByText('Je passe au deuxième étage.')).toBeVisible();

  await page.getByText(say('desk.take_over', { name: 'Grace' }), { exact: true }).click();
  await expect(page.getByText(say('desk.take_over_text', { name: 'Grace' }))).toBeVisible();
  await page.getByRole('button', { name: say('desk.take_over_now'), exact: true }).click();
  const taken = say('tickets.did_take_over', { name: 'Radia Perlman', from: 'Grace Hopper' });
  for (const reader of [page, grace.page, ada.page]) await expect(reader.getByText(taken).first()).toBeVisible();

  await page.getByRole('button', { name: say('desk.put_back'), exact: true }).click();
  await expect(grace.page.getByText(say('tickets.did_put_back', { name: 'Radia Perlman' })).first()).toBeVisible();
  await expect(grace.page.getByRole('button', { name: say('desk.take'), exact: true }), 'it is nobody’s again').toBeVisible();
  await checkTold(grace.page, number, true);
  await checkTold(ada.page, number, false);
});

test('while Grace guides, Radia reads; when the session is over she writes', async ({ ada, grace, visitor }) => {
  const phone = new Phone(ada.page);
  const desk = new Desk(grace.page);
  const number = await phone.ask('Mon casque grésille.');
  await desk.open(number);
  await desk.take();
  await desk.start();
  await desk.write('Débranchez le casque.');
  const { page } = await visitor(DESK, 'radia@cordee.test');
  await new Desk(page).open(number);
  await expect(page.getByText(say('desk.guided_only'))).toBeVisible();
  await expect(page.getByRole('button', { name: say('desk.put_back'), exact: true })).toHaveCount(0);
  await phone.stop();
  await new Phone(page).write('Essayez le mien, il est neuf.');
  await expect(ada.page.getByText('Essayez le mien, il est neuf.')).toBeVisible();
  await new Desk(page).resolve();
  await expect(grace.page.getByText(say('tickets.did_resolve', { name: 'Radia Perlman' })).first()).toBeVisible();
});

test('Linus asks: he is guided like anybody, and stays an administrator in everything else', async ({ linus, grace }) => {
  const phone = new Phone(linus.page);
  const desk = new Desk(grace.page);
  const number = await phone.ask('Mon portable ne trouve plus l’écran.');
  await expect(linus.page.getByText(say('desk.assign'), { exact: true })).toBeVisible();
  await desk.open(number);
  await desk.take();
  await expect(linus.page.getByRole('button', { name: say('desk.put_back'), exact: true })).toBeVisible();
  await desk.start();
  await desk.write('Débranchez le câble.');
  await desk.write('Rebranchez-le de l’autre côté.');
  await phone.seesStep('Débranchez le câble.');
  await expect(linus.page.getByText('Rebranchez-le de l’autre côté.'), 'the queue is hidden from who is guided').toHaveCount(0);
  await phone.answer('done');
  await phone.seesStep('Rebranchez-le de l’autre côté.');
  await phone.stop();
  await new Desk(linus.page).resolve();
  await expect(grace.page.getByText(say('tickets.did_resolve', { name: 'Linus Torvalds' })).first()).toBeVisible();
  await checkTold(linus.page, number, false);
});

test('Ada signs in by her user name, however she writes it, and changes it', async ({ visitor }) => {
  const { page, complaints } = await visitor(PHONE);
  complaints.excuse(/status of 4\d\d/);
  await page.goto('/sign-in');
  await fillDoor(page, 'ADA', PASSWORD);
  await expect(page).toHaveURL(HOME);
  await page.goto('/profile');
  await page.getByLabel(say('accounts.username')).fill('grace');
  await page.getByRole('button', { name: say('ui.save'), exact: true }).click();
  await expect(page.getByText(say('problem.taken'))).toBeVisible();
});

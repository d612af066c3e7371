// (a) The way back to the step: a browser that has never seen the ticket leads there too.
import { DESK, expect, test } from './fixtures';
import { awake } from './people';
import { inHand } from './scene';
import { Desk, Phone } from './ticket';
import { say } from './words';

test('Ada’s other browser leads her back to a step it has never seen', async ({ ada, grace, visitor }) => {
  const scene = await inHand(ada, grace);
  const { page } = await visitor(DESK, 'ada@cordee.test');
  const back = page.getByRole('link', { name: say('guidance.goes_on') });
  await expect(back).toBeVisible();
  await expect(page.getByRole('link', { name: /visioconférence n’a pas de son/ })).toContainText(say('tickets.guided_now'));
  await page.goto('/profile');
  await back.click();
  await new Phone(page).seesStep('Montez le volume.');
  await expect(back).toHaveCount(0);
  await page.goto('/profile');
  await expect(back).toBeVisible();
  await scene.desk.end(true);
  await expect(back).toHaveCount(0);
});

test('guidance begins while Ada is elsewhere: the way there appears by itself', async ({ ada, grace, visitor }) => {
  const phone = new Phone(ada.page);
  const desk = new Desk(grace.page);
  const number = await phone.ask('Ma souris ne bouge plus.');
  const { page } = await visitor(DESK, 'ada@cordee.test');
  await page.goto('/profile');
  await awake(page);
  await desk.open(number);
  await desk.take();
  await desk.start();
  await page.getByRole('link', { name: say('guidance.goes_on') }).click();
  await expect(page).toHaveURL(new RegExp(`/tickets/${number}$`));
});

// Ada invites a colleague: Joan reads and writes beside her, knows whose ticket it is, and is gone when she is removed, all at once.
import { DESK, PHONE, expect, test } from './fixtures';
import { awake, findsNothing } from './people';
import { Desk, Phone, checkTold } from './ticket';
import { say } from './words';

for (const [device, shape] of Object.entries({ phone: PHONE, desktop: DESK })) {
  test(`Joan is invited, takes part, and is removed, ${device}`, async ({ visitor, grace }) => {
    const ada = await visitor(shape, 'ada@cordee.test');
    const joan = await visitor(shape, 'joan@cordee.test');
    ada.complaints.excuse(/status of 422/);
    joan.complaints.excuse(/status of 404/);
    const phone = new Phone(ada.page);
    const number = await phone.ask('Le vidéoprojecteur reste rose.');
    await joan.page.goto(`/tickets/${number}`);
    await findsNothing(joan.page);

    await ada.page.locator('summary', { hasText: say('desk.invite') }).click();
    await ada.page.getByLabel(say('desk.invite_who')).fill('personne@cordee.test');
    await ada.page.getByRole('button', { name: say('desk.invite_now'), exact: true }).click();
    await expect(ada.page.getByLabel(say('desk.invite_who'))).toHaveAttribute('aria-invalid', 'true');
    await ada.page.getByLabel(say('desk.invite_who')).fill('joan@cordee.test');
    await ada.page.getByRole('button', { name: say('desk.invite_now'), exact: true }).click();
    await expect(ada.page.getByText(say('tickets.did_invite', { name: 'Ada Lovelace', who: 'Joan Clarke' })).first()).toBeVisible();

    const guest = new Phone(joan.page);
    await guest.open(number);
    await expect(joan.page.locator('.screen-head')).toContainText(say('tickets.requested_by', { name: 'Ada' }));
    await guest.write('Le câble est peut-être mal branché.');
    await expect(ada.page.getByText('Le câble est peut-être mal branché.')).toBeVisible();
    await new Desk(grace.page).open(number);
    await new Phone(grace.page).write('Je passe voir.');
    await expect(joan.page.getByText('Je passe voir.')).toBeVisible();
    await checkTold(joan.page, number, false);

    await ada.page.getByRole('button', { name: say('desk.remove_from', { name: 'Joan Clarke' }) }).click();
    await expect(ada.page.getByText(say('tickets.did_uninvite', { name: 'Ada Lovelace', who: 'Joan Clarke' })).first()).toBeVisible();
    await findsNothing(joan.page);
    await joan.page.goto('/tickets');
    await awake(joan.page);
    await expect(joan.page.getByText('Le vidéoprojecteur reste rose')).toHaveCount(0);
  });
}

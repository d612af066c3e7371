// The scene most faults strike: Ada on her phone has the first step in her hand, Grace waits for the answer.
import { type Person } from './fixtures';
import { Desk, Phone, checkTold } from './ticket';

export type Scene = { phone: Phone; desk: Desk; number: number };

/** Ada has the first step in her hand. */
export async function inHand(ada: Person, grace: Person): Promise<Scene> {
  const phone = new Phone(ada.page);
  const desk = new Desk(grace.page);
  const number = await phone.ask('La visioconférence n’a pas de son.');
  await desk.open(number);
  await desk.take();
  await desk.start();
  await desk.write('Montez le volume.');
  await phone.seesStep('Montez le volume.');
  return { phone, desk, number };
}

export async function checkBoth({ phone, desk, number }: Scene): Promise<void> {
  await checkTold(desk.page, number, true);
  await checkTold(phone.page, number, false);
}

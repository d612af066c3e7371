// A program that knows the API by its description only: openapi-typescript makes the types from docs/openapi.json, openapi-fetch the calls, and
// `npm run client` has the compiler check that every path, field and word used here is in the description.
import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './client/schema';
import { expect, test } from './fixtures';
import { PASSWORD } from './server';

type Schemas = components['schemas'];
type Answered<T> = Promise<{ data?: T; error?: Schemas['ProblemDetails']; response: Response }>;

/** What was answered; a refusal fails the test with its sentence. */
async function done<T>(call: Answered<T>): Promise<NonNullable<T>> {
  const { data, error, response } = await call;
  if (!data) throw new Error(`${response.status} ${response.url}: ${error?.detail}`);
  return data;
}

/** Why it was refused. */
async function refused(call: Answered<unknown>): Promise<Schemas['ProblemDetails']> {
  const { error, response } = await call;
  if (!error) throw new Error(`${response.status} ${response.url}: a refusal was expected`);
  return error;
}

async function program(url: string, username: string): Promise<Client<paths>> {
  const { access } = await done(createClient<paths>({ baseUrl: url }).POST('/api/token/', { body: { username, password: PASSWORD } }));
  return createClient<paths>({ baseUrl: url, headers: { Authorization: `Bearer ${access}` } });
}

test('a client made from the description opens, guides and closes a ticket', async ({ house }) => {
  const ada = await program(house.url, 'ada@cordee.test');
  const grace = await program(house.url, 'grace@cordee.test');

  const opening = { header: { 'Idempotency-Key': 'souris-1' } };
  const opened = await done(ada.POST('/api/v1/tickets', { params: opening, body: { description: 'Ma souris ne bouge plus.', priorite: 'urgent' } }));
  expect(opened).toMatchObject({ statut: 'ouvert', priorite: 'urgent', utilisateur_createur: { nom: 'Ada Lovelace' } });
  const params = { path: { id: opened.id } };

  const state = { 'If-Match': `"${opened.rev}"` };
  const taken = await done(grace.PUT('/api/v1/tickets/{id}/lead', { params: { ...params, header: state }, body: {} }));
  expect(taken).toMatchObject({ statut: 'en cours', technicien_assigne: { nom: 'Grace Hopper' } });

  const act = (who: Client<paths>, body: Schemas['Acted']) => done(who.POST('/api/v1/tickets/{id}/guidance/acts', { params, body }));
  await act(grace, { do: 'start' });
  for (const text of ['Retournez la souris.', 'Éteignez-la.', 'Rallumez-la.']) await act(grace, { do: 'write', instruction: { text } });

  const answer = async (outcome: Schemas['Outcome'], note?: string) => {
    const { session } = await done(ada.GET('/api/v1/tickets/{id}/guidance', { params }));
    if (!session?.open) throw new Error('no step waits for an answer');
    await act(ada, { do: 'answer', session: session.id, step: session.open, outcome, note });
    return session.open;
  };
  expect(await answer('fait')).toEqual({ number: 1, version: 1 });
  expect(await answer('pas_compris', 'Où est le bouton ?')).toEqual({ number: 2, version: 1 });
  await act(grace, { do: 'rephrase', instruction: { text: 'Poussez le bouton vers la gauche.' } });
  expect(await answer('fait')).toEqual({ number: 2, version: 2 });
  expect(await answer('fait')).toEqual({ number: 3, version: 1 });

  await act(grace, { do: 'end', solved: true, message: 'Elle bouge.' });
  const { items: sessions } = await done(ada.GET('/api/v1/tickets/{id}/guidance/sessions', { params }));
  expect(sessions.map((session) => session.ending)).toEqual(['resolu']);
  expect(await done(ada.GET('/api/v1/tickets/{id}', { params }))).toMatchObject({ statut: 'resolu' });
  expect(await done(ada.PUT('/api/v1/tickets/{id}/status', { params, body: { statut: 'ferme' } }))).toMatchObject({ statut: 'ferme' });

  const { items: events } = await done(grace.GET('/api/v1/tickets/{id}/events', { params: { ...params, query: { after: 0 } } }));
  expect(events.filter((event) => event.kind === 'instruction').map((event) => event.payload.text)).toEqual([
    'Retournez la souris.', 'Éteignez-la.', 'Poussez le bouton vers la gauche.', 'Rallumez-la.',
  ]);
});

test('what is wrong comes back as a document that names the field', async ({ house }) => {
  const ada = await program(house.url, 'ada@cordee.test');
  const problem = await refused(ada.POST('/api/v1/tickets', { body: { description: ' ', titre: 'x'.repeat(121) } }));
  expect(problem).toMatchObject({ status: 422, type: 'urn:cordee:problem:invalid' });
  expect(problem.errors?.map(({ field, problem }) => [field, problem])).toEqual([['description', 'empty'], ['titre', 'too_long']]);
});

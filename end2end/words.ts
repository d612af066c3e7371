// The sentences of locales/, so that a test names what a person reads and a better wording breaks no test.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '..');

type Table = Record<string, Record<string, string>>;

// As much of TOML as the locales use: tables, and basic strings on one line.
function read(lang: string): Table {
  const tables: Table = {};
  let room = '';
  for (const line of readFileSync(join(root, 'locales', `${lang}.toml`), 'utf8').split('\n')) {
    const head = /^\[(\w+)\]/.exec(line);
    if (head) tables[(room = head[1])] = {};
    const pair = /^(\w+)\s*=\s*(".*")\s*$/.exec(line);
    if (pair) tables[room][pair[1]] = JSON.parse(pair[2].replace(/\\U000([0-9A-F]{5})/g, (_, hex) => String.fromCodePoint(parseInt(hex, 16))));
  }
  return tables;
}

const said: Record<string, Table> = { fr: read('fr'), en: read('en') };

/** The sentence under `room.key`, its holes filled. Fails when there is none. */
export function say(path: string, holes: Record<string, string | number> = {}, lang = 'fr'): string {
  const [room, key] = path.split('.');
  const text = said[lang][room]?.[key];
  if (text === undefined) throw new Error(`locales/${lang}.toml has no [${room}] ${key}`);
  return Object.entries(holes).reduce((text, [hole, value]) => text.replaceAll(`{${hole}}`, String(value)), text);
}

// The sentences of locales/, so that a test names what a person reads and a better wording breaks no test.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '..');

type Table = Record<string, Record<string, string>>;

// As much of TOML as the locales use: one basic string a line, one file a room, in it the room's refusals under [conflict].
function read(lang: string): Table {
  const folder = join(root, 'locales', lang);
  const said: Table = { conflict: {} };
  for (const file of readdirSync(folder)) {
    const [own, refusals = ''] = readFileSync(join(folder, file), 'utf8').split('\n[conflict]\n');
    said[file.replace('.toml', '')] = sentences(own);
    Object.assign(said.conflict, sentences(refusals));
  }
  return said;
}

function sentences(text: string): Record<string, string> {
  const pairs = text.split('\n').flatMap((line) => {
    const pair = /^(\w+)\s*=\s*(".*")\s*$/.exec(line);
    return pair ? [[pair[1], JSON.parse(pair[2].replace(/\\U000([0-9A-F]{5})/g, (_, hex) => String.fromCodePoint(parseInt(hex, 16))))]] : [];
  });
  return Object.fromEntries(pairs);
}

const said: Record<string, Table> = { fr: read('fr'), en: read('en') };

/** The sentence under `room.key`, its holes filled. Fails when there is none. */
export function say(path: string, holes: Record<string, string | number> = {}, lang = 'fr'): string {
  const [room, key] = path.split('.');
  const text = said[lang][room]?.[key];
  if (text === undefined) throw new Error(`locales/${lang}/${room}.toml has no ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, hole) => {
    if (!(hole in holes)) throw new Error(`${path} is not filled: {${hole}}`);
    return String(holes[hole]);
  });
}

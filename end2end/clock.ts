// The clock the journeys live by: the machine's, or another that bin/clocks names; and servers that live by one of their own.

/** So many milliseconds is the journeys' clock ahead of the machine's. */
export const AHEAD = Number(process.env.CORDEE_AHEAD ?? 0) * 1000;

export const now = () => Date.now() + AHEAD;

/** As faketime reads it. */
export const shift = (milliseconds: number) => (milliseconds < 0 ? '' : '+') + Math.round(milliseconds / 1000);

const FAKETIME = { LD_PRELOAD: '/usr/$LIB/faketime/libfaketime.so.1', FAKETIME_DONT_FAKE_MONOTONIC: '1', NO_FAKE_STAT: '1' };

/** Settings of a server whose clock is so far from the machine's. */
export const shifted = (milliseconds: number) => (milliseconds ? { ...FAKETIME, FAKETIME: shift(milliseconds) } : {});

/** Settings of a server whose clock is moved while it runs, by writing a `shift` into this file. */
export const movedBy = (file: string) => ({ ...FAKETIME, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1' });

/** What clocks in this zone show, as French writes it. */
export function wall(moment: number, timeZone = 'Europe/Paris'): string {
  return new Intl.DateTimeFormat('fr-FR', { hour: '2-digit', minute: '2-digit', timeZone }).format(moment);
}

/** The next moment when clocks in Paris show this. */
export function next(shown: string): number {
  let moment = Math.ceil(now() / 60_000) * 60_000;
  while (wall(moment) !== shown) moment += 60_000;
  return moment;
}

/** What a page says about a moment of this day: its time and nothing else, unless midnight has passed meanwhile. */
export function today(iso: string, timeZone = 'Europe/Paris'): string | RegExp {
  const day = (moment: number) => new Intl.DateTimeFormat('fr-FR', { timeZone }).format(moment);
  const moment = Date.parse(iso);
  const time = wall(moment, timeZone);
  return day(moment) === day(now()) ? time : new RegExp(`^(.*\\d.* )?${time}$`);
}

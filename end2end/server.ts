// A server of the release build with a data folder of its own, on a free loopback port. It can be killed and started again.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { AHEAD, shifted } from './clock';
import { root } from './words';

export const PASSWORD = 'corde-et-mousqueton-7';

const target = process.env.CARGO_TARGET_DIR ?? join(process.env.CORDEE_CACHE ?? join(homedir(), '.cache/cordee'), 'target');
const binary = process.env.CORDEE_BIN ?? join(target, 'release/cordee');

/** An empty data folder. */
export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'cordee-journey-'));
}

/** A data folder with the demo company, to be copied for each test. */
export function demoFolder(): string {
  const folder = freshFolder();
  execFileSync(binary, ['demo', '--data', folder, '--password', PASSWORD], { cwd: root, env: { ...process.env, ...shifted(AHEAD) }, stdio: ['ignore', 'ignore', 'pipe'] });
  return folder;
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const socket = createServer().listen(0, '127.0.0.1', () => {
      const { port } = socket.address() as { port: number };
      socket.close(() => resolve(port));
    });
  });
}

export class House {
  private running?: ChildProcess;
  private constructor(readonly url: string, readonly data: string, private readonly settings: Record<string, string>) {}

  /** A server on a copy of `from`, or on an empty folder; the copy lies in `data`. */
  static async open(from: string | undefined, settings: Record<string, string> = {}, data = freshFolder()): Promise<House> {
    if (from) cpSync(from, data, { recursive: true });
    const house = new House(`http://127.0.0.1:${await freePort()}`, data, settings);
    await house.start();
    return house;
  }

  async start(): Promise<void> {
    const log = openSync(join(this.data, 'server.log'), 'a');
    const address = this.url.slice('http://'.length);
    const clock = this.settings.LD_PRELOAD ? {} : shifted(AHEAD);
    const env = { ...process.env, ...clock, CORDEE_SIGN_IN_PER_MINUTE: '100000', CORDEE_WRITES_PER_MINUTE: '1000000', CORDEE_REGISTRATION: 'true', CORDEE_LOG: 'info,sqlx=warn', ...this.settings };
    this.running = spawn(binary, ['serve', '--address', address, '--data', this.data], { cwd: root, env, stdio: ['ignore', log, log] });
    closeSync(log);
    const until = Date.now() + 15_000;
    while (!(await fetch(`${this.url}/readyz`).then((r) => r.ok, () => false))) {
      if (Date.now() > until || this.running.exitCode !== null) throw new Error(`the server did not start:\n${this.log()}`);
      await new Promise((soon) => setTimeout(soon, 20));
    }
  }

  /** The process, for those who measure it. */
  get pid(): number | undefined {
    return this.running?.pid;
  }

  /** What it has logged so far. */
  log(): string {
    return readFileSync(join(this.data, 'server.log'), 'utf8');
  }

  /** Ends it: SIGKILL leaves it no time for anything. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.running;
    this.running = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  async kill(): Promise<void> {
    await this.stop('SIGKILL');
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }
}

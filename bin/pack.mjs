// Orders the functions of each WASM file by likeness, so that what repeats stands within brotli's reach, and compresses it anew:
//   node bin/pack.mjs target/site/pkg
// Nothing else of the file changes. Which function stands beside which is found by what their bodies have in common (runs of three bytes).
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** A section that is not there: a list of nothing. */
const NONE = Buffer.from([0]);
const CUSTOM = 0, IMPORTS = 2, CODE = 10;
/** So many of the rarest runs of a function are looked up to find its neighbour. */
const RAREST = 200;
/** Runs that more functions share say nothing. */
const COMMON = 1000;
/** Less in common than this is no likeness. */
const ALIKE = 0.25;

/** Reads numbers and lengths of a module, one after the other. */
class Reader {
  constructor(bytes, at = 0) { Object.assign(this, { bytes, at }); }
  number() {
    let value = 0, shift = 0, byte;
    do { byte = this.bytes[this.at++]; value += (byte & 127) * 2 ** shift; shift += 7; } while (byte & 128);
    return value;
  }
  skip(n) { this.at += n; }
  text() { const n = this.number(); this.skip(n); return this.bytes.subarray(this.at - n, this.at).toString(); }
  limits() { if (this.number() & 1) this.number(); this.number(); }
}

const number = (value) => {
  const bytes = [];
  do { bytes.push((value & 127) | (value > 127 ? 128 : 0)); value >>>= 7; } while (value);
  return Buffer.from(bytes);
};
const sized = (bytes) => Buffer.concat([number(bytes.length), bytes]);

function sections(wasm) {
  const reader = new Reader(wasm, 8), found = [];
  while (reader.at < wasm.length) {
    const from = reader.at, kind = reader.bytes[reader.at++], length = reader.number(), body = reader.at;
    reader.skip(length);
    found.push({ kind, whole: wasm.subarray(from, reader.at), body: wasm.subarray(body, reader.at) });
  }
  return found;
}

/** How many functions come from outside: they have the first numbers. */
function imported(section) {
  const reader = new Reader(section);
  let functions = 0;
  for (let left = reader.number(); left > 0; left--) {
    reader.text();
    reader.text();
    const kind = reader.number();
    if (kind === 0) { functions++; reader.number(); }
    else if (kind === 1) { reader.number(); reader.limits(); }
    else if (kind === 2) reader.limits();
    else reader.skip(2);
  }
  return functions;
}

function bodies(section) {
  const reader = new Reader(section), found = [];
  for (let left = reader.number(); left > 0; left--) {
    const length = reader.number();
    found.push(section.subarray(reader.at, reader.at + length));
    reader.skip(length);
  }
  return found;
}

function runs(body) {
  const found = new Set();
  for (let at = 0; at <= body.length - 3; at++) found.add(body.readUIntLE(at, 3));
  return found;
}

/** The functions in a chain, each followed by the one most like it among those that have something rare in common with it or the two before. */
function chain(functions) {
  const all = functions.map(runs), shared = new Map();
  for (const some of all) for (const run of some) shared.set(run, (shared.get(run) ?? 0) + 1);
  const rare = all.map((some) => [...some].filter((run) => shared.get(run) < COMMON && shared.get(run) > 1).sort((a, b) => shared.get(a) - shared.get(b)).slice(0, RAREST));
  const having = new Map();
  rare.forEach((some, n) => some.forEach((run) => having.set(run, [...(having.get(run) ?? []), n])));
  const left = new Set(functions.map((_, n) => n).sort((a, b) => functions[a].length - functions[b].length || Buffer.compare(functions[a], functions[b])));
  const order = [];
  for (let next = left.values().next().value; next !== undefined; next = likest(order.slice(-3)) ?? left.values().next().value) {
    left.delete(next);
    order.push(next);
  }
  return order;

  function likest(before) {
    const near = new Set(before.flatMap((n) => rare[n]).flatMap((run) => having.get(run)).filter((n) => left.has(n)));
    const last = before.at(-1);
    let best, most = ALIKE;
    for (const n of near) {
      let common = 0;
      for (const run of all[n]) if (all[last].has(run)) common++;
      const likeness = common / (all[n].size || 1) + (0.3 * common) / (all[last].size || 1);
      if (likeness > most) { best = n; most = likeness; }
    }
    return best;
  }
}

/** The module with names that sort as its functions are to stand. */
function named(wasm) {
  const parts = sections(wasm);
  const body = (kind) => parts.find((part) => part.kind === kind)?.body ?? NONE;
  const outside = imported(body(IMPORTS));
  const order = chain(bodies(body(CODE)));
  const names = [...Array(outside).keys()].map((n) => [n, `a${n}`]).concat(order.map((n, rank) => [outside + n, `f${String(rank).padStart(6, "0")}`]));
  names.sort((a, b) => a[0] - b[0]);
  const table = Buffer.concat([number(names.length), ...names.flatMap(([n, name]) => [number(n), sized(Buffer.from(name))])]);
  const section = sized(Buffer.concat([sized(Buffer.from("name")), Buffer.from([1]), sized(table)]));
  const isName = ({ kind, body }) => kind === CUSTOM && new Reader(body).text() === "name";
  return Buffer.concat([wasm.subarray(0, 8), ...parts.filter((part) => !isName(part)).map((part) => part.whole), Buffer.from([CUSTOM]), section]);
}

function compress(file) {
  const bytes = readFileSync(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGBLOCK]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}

const folder = process.argv[2];
for (const name of readdirSync(folder).filter((name) => name.endsWith(".wasm"))) {
  const file = join(folder, name), made = `${file}.new`;
  const before = statSync(`${file}.br`).size;
  writeFileSync(made, named(readFileSync(file)));
  execFileSync("wasm-opt", ["--reorder-functions-by-name", "--strip-debug", "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-reference-types", "--enable-multivalue", "--enable-sign-ext", "--enable-mutable-globals", made, "-o", made]);
  renameSync(made, file);
  compress(file);
  const after = statSync(`${file}.br`).size;
  console.log(`${name}: ${before} → ${after} bytes in brotli`);
}

/**
 * The kernel beside @tanstack/query-core, in one run: what an invalidation costs among 10,000
 * instances with one subscriber each, and what mounting and unmounting them costs. Rewrites its
 * table in docs/benchmarks.md, and fails when a promise is broken.
 *
 * The two take turns, so that whatever else the machine does hits both. Both hold data from the
 * start, call it fresh and keep it for good, and have one subscriber per instance. Each round has a
 * client of its own, that is garbage afterwards; the first rounds don't count.
 */
import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { QueryClient, QueryObserver } from "@tanstack/query-core";
import { createMizan } from "../dist/index.js";

const COUNT = 10_000;
const WARM_UP = 3;
const ROUNDS = 15;
/** Of so many instances one is invalidated in a round, one after the other. */
const INVALIDATIONS = 20;
const user = { name: "user", params: { id: "integer" } };

function mizan() {
  const client = createMizan({
    staleTime: Infinity,
    gcTime: Infinity,
    hydrate: () => ({ data: { profile: { version: 0 } }, updatedAt: Date.now() }),
    transport: { read: async () => ({ profile: { version: 1 } }) },
  });
  return {
    mount: (id, listener) => client.entry(user, { id }).subscribe(listener),
    async invalidate(id) {
      client.invalidate(user, { id });
      await client.fetch(user, { id });
    },
  };
}

function queryCore() {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, gcTime: Infinity } } });
  client.mount();
  const options = (id) => ({
    queryKey: ["user", { id }],
    queryFn: async () => ({ profile: { version: 1 } }),
    initialData: { profile: { version: 0 } },
  });
  return {
    mount: (id, listener) => new QueryObserver(client, options(id)).subscribe(listener),
    invalidate: (id) => client.invalidateQueries({ queryKey: ["user", { id }] }),
  };
}

async function round(create, results) {
  const { mount, invalidate } = create();
  const heard = new Set();
  globalThis.gc();

  const start = performance.now();
  const leave = Array.from({ length: COUNT }, (_, id) => mount(id, () => heard.add(id)));
  await idle();
  const mounted = performance.now();
  results.mounting.push(mounted - start);

  for (let nth = 0; nth < INVALIDATIONS; nth++) {
    const id = nth * (COUNT / INVALIDATIONS) + nth;
    heard.clear();
    const invalidated = performance.now();
    await invalidate(id);
    results.invalidating.push(performance.now() - invalidated);
    await idle();
    results.notified = Math.max(results.notified, heard.size);
    if (!heard.has(id)) throw new Error(`${create.name}: instance ${id} was not told`);
  }

  const left = performance.now();
  for (const each of leave) each();
  await idle();
  results.unmounting.push(performance.now() - left);
}

/** Lets every microtask run, and what is due by now. */
const idle = () => new Promise((resolve) => setTimeout(resolve));
const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
const empty = () => ({ mounting: [], invalidating: [], unmounting: [], notified: 0 });

async function measure() {
  let [ours, theirs] = [empty(), empty()];
  for (let nth = 0; nth < WARM_UP + ROUNDS; nth++) {
    if (nth === WARM_UP) [ours, theirs] = [empty(), empty()];
    await round(mizan, ours);
    await round(queryCore, theirs);
  }
  return { ours, theirs };
}

async function rewrite(text) {
  const path = new URL("../../../docs/benchmarks.md", import.meta.url);
  const document = await readFile(path, "utf8");
  const block = /(<!-- kernel: [^\n]*-->\n)[^]*?(<!-- \/kernel -->)/;
  if (!block.test(document)) throw new Error("docs/benchmarks.md has no block of the kernel");
  await writeFile(path, document.replace(block, (_, begin, end) => `${begin}\n${text}\n${end}`));
}

const { ours, theirs } = await measure();
const mount = (results) => median(results.mounting.map((time, nth) => time + results.unmounting[nth]));
const invalidating = median(theirs.invalidating) / median(ours.invalidating);
const mounting = mount(theirs) / mount(ours);
const ms = (time) => `${time.toFixed(time < 10 ? 3 : 0)} ms`;
const verdict = (isMet) => (isMet ? "met" : "**not met**");
const { version } = JSON.parse(await readFile(new URL(import.meta.resolve("@tanstack/query-core/package.json")), "utf8"));
const rows = [
  ["invalidate one, until its new data is there", ms(median(ours.invalidating)), ms(median(theirs.invalidating)), "5 times faster", `${invalidating.toFixed(1)} times`, invalidating >= 5],
  ["subscribers that are told of it", ours.notified, theirs.notified, "at most 1", ours.notified, ours.notified <= 1],
  ["mount and unmount all", ms(mount(ours)), ms(mount(theirs)), "2 times faster", `${mounting.toFixed(1)} times`, mounting >= 2],
];
const text = `10,000 instances with one subscriber each; medians of ${ROUNDS} rounds in turn, ${INVALIDATIONS} invalidations in each.
Machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}.

| | @mizan/runtime | @tanstack/query-core ${version} | asked | measured | |
| --- | --: | --: | --- | --- | --- |
${rows.map(([what, one, other, asked, measured, isMet]) => `| ${what} | ${one} | ${other} | ${asked} | ${measured} | ${verdict(isMet)} |`).join("\n")}
`;

console.log(text);
await rewrite(text);
process.exit(rows.every((row) => row.at(-1)) ? 0 : 1);

/**
 * Random interleavings of everything that can happen to a client, against a server simple enough to
 * know by heart: each user has a version, each mutation raises one. What is checked says nothing
 * about how the kernel does it.
 */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createMizan } from "../src/index.js";
import type {
  CallRequest, ContextRef, FunctionRef, MizanClient, MutationState, ReadRequest, ReadState, Store,
} from "../src/index.js";
import { hydrate } from "../src/hydration.js";
import { parseInvalidations } from "../src/observe.js";
import { optimistic } from "../src/optimistic.js";
import { failure, settled } from "./harness.js";

interface Shown {
  profile: { version: number; isGuess?: boolean };
}
const user: ContextRef<{ id: number }, Shown, object> = { name: "user", params: { id: "integer" } };
const raise: FunctionRef<{ id: number }, number> = { name: "raise" };

const GC_TIME = 1000;
const IDS = [1, 2, 3];
const SLOTS = 4;
/** `MODEL_RUNS=20000 npx vitest run test/model.test.ts` looks further than every day's run. */
const RUNS = Number(process.env["MODEL_RUNS"] ?? 300);

/** Something on its way: first the server works on it, then the answer arrives. */
interface Flight {
  readonly isAborted: () => boolean;
  compute(): void;
  isComputed: boolean;
  deliver(): void;
  fail(): void;
}

class World {
  readonly versions = new Map(IDS.map((id) => [id, 0]));
  /** The version that the client was last told about. */
  readonly told = new Map(IDS.map((id) => [id, 0]));
  readonly flights: Flight[] = [];
  /** What each component showed when it last was told to look. */
  readonly slots: { id: number; shown: ReadState<Shown, unknown>; leave: () => void }[] = Array(SLOTS);
  readonly seen = new Map<number, number>();
  readonly fetched: Promise<unknown>[] = [];
  readonly violations: string[] = [];
  runs = 0;
  readonly hasRefreshes: boolean;
  readonly client: MizanClient;
  readonly mutation: Store<MutationState<{ id: number }, number, unknown>>;

  /** `rendered` are those users that the page came with. */
  constructor(hasRefreshes: boolean, rendered: readonly number[]) {
    this.hasRefreshes = hasRefreshes;
    const seed = { data: { profile: { version: 0 } }, updatedAt: Date.now() };
    this.client = createMizan({
      gcTime: GC_TIME,
      staleTime: Infinity,
      hydrate: hydrate(Object.fromEntries(rendered.map((id) => [`user{"id":"${id}"}`, seed]))),
      transport: {
        read: (request) => this.#fly((settle) => this.#read(request, settle), request.signal),
        call: (request) => this.#fly((settle) => this.#call(request, settle), request.signal),
      },
    });
    this.mutation = this.client.mutation(raise);
  }

  mount(slot: number, id: number): void {
    const entry = this.client.entry(user, { id });
    const mounted = {
      id,
      shown: entry.getSnapshot(),
      leave: entry.subscribe(() => {
        const before = versionOf(mounted.shown);
        mounted.shown = entry.getSnapshot();
        this.#isNoOlder(id, versionOf(mounted.shown), before);
      }),
    };
    // It looks once more when it has subscribed, as components do.
    mounted.shown = entry.getSnapshot();
    this.slots[slot]?.leave();
    this.slots[slot] = mounted;
  }

  unmount(slot: number): void {
    this.slots[slot]?.leave();
    delete this.slots[slot];
  }

  mutate(id: number, isOptimistic: boolean): void {
    this.runs++;
    const guess = optimistic(user, { id }, ({ profile }) => ({ profile: { ...profile, isGuess: true } }));
    const options = isOptimistic ? { optimistic: guess } : {};
    const done = (): void => void this.runs--;
    this.mutation.getSnapshot().mutateAsync({ id }, options).then(done, done);
  }

  /** Another user's change, that a push tells about. */
  push(id: number): void {
    this.client.receive([{ context: "user", params: { id: String(this.#raise(id) && id) } }]);
    this.told.set(id, this.#version(id));
  }

  fetch(id: number): void {
    this.fetched.push(this.client.fetch(user, { id }).catch(() => "failed"));
  }

  /** What is on screen never goes back; nor does what a component shows, not for a moment. */
  look(): void {
    for (const [id, shown] of this.#screen()) {
      this.#isNoOlder(id, versionOf(shown), this.seen.get(id));
      this.seen.set(id, Math.max(versionOf(shown) ?? 0, this.seen.get(id) ?? 0));
    }
  }

  #isNoOlder(id: number, version: number | undefined, before = 0): void {
    if (version !== undefined && version < before) this.violations.push(`user ${id} went from ${before} back to ${version}`);
  }

  /** Once everything has settled, what is on screen is no older than what the client was told. */
  compare(): void {
    this.look();
    expect(this.violations).toEqual([]);
    for (const [id, { status, data, isFetching }] of this.#screen()) {
      if (status === "success" && !isFetching) expect(data.profile.version).toBeGreaterThanOrEqual(this.told.get(id) ?? 0);
    }
  }

  /** At most one request per user, and none for one in whom nobody is interested. */
  count(): void {
    const open = this.flights.filter((flight) => !flight.isAborted() && "id" in flight);
    for (const id of IDS) {
      const own = open.filter((flight) => "id" in flight && flight.id === id);
      const held = [...this.client.entries()].find(({ key }) => key === `user{"id":"${id}"}`);
      expect(own.length).toBeLessThanOrEqual(held?.listeners.size ? 1 : 0);
    }
  }

  /** Everything on its way arrives. */
  async drain(): Promise<void> {
    for (let round = 0; this.flights.length && round < 1000; round++) {
      const [flight] = this.flights;
      if (!flight?.isComputed) flight?.compute();
      flight?.deliver();
      await settled();
    }
    expect(this.flights).toEqual([]);
  }

  #screen(): [id: number, snapshot: ReadState<Shown, unknown>][] {
    return this.slots.filter(Boolean).map(({ id, shown }) => [id, shown]);
  }

  #version(id: number): number {
    return this.versions.get(id) ?? NaN;
  }

  #raise(id: number): number {
    this.versions.set(id, this.#version(id) + 1);
    return this.#version(id);
  }

  #bundle(id: number): Record<string, unknown> {
    return { profile: { version: this.#version(id) } };
  }

  #read({ canonical }: ReadRequest, resolve: (answer: Record<string, unknown>) => void) {
    const id = Number(canonical["id"]);
    let bundle = {};
    return { id, compute: () => (bundle = this.#bundle(id)), deliver: () => resolve(bundle) };
  }

  #call({ args, refresh }: CallRequest, resolve: (answer: { result: unknown }) => void) {
    const { id } = args as { id: number };
    let version = 0;
    let refreshed: { context: string; params: { id: number }; data: Record<string, unknown> }[] = [];
    return {
      compute: () => {
        version = this.#raise(id);
        const isShown = parseInvalidations(refresh).some(({ params }) => Number(params?.["id"]) === id);
        if (isShown && this.hasRefreshes) refreshed = [{ context: "user", params: { id }, data: this.#bundle(id) }];
      },
      deliver: () => {
        this.told.set(id, Math.max(version, this.told.get(id) ?? 0));
        const answer = { result: version, invalidate: [{ context: "user", params: { id } }], refreshed };
        resolve(answer);
      },
    };
  }

  #fly<Answer>(
    start: (resolve: (answer: Answer) => void) => { id?: number; compute: () => unknown; deliver: () => void },
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const land = (): void => void this.flights.splice(this.flights.indexOf(flight), 1);
      const { compute, deliver, ...rest } = start(resolve);
      const flight: Flight = {
        ...rest,
        isAborted: () => signal?.aborted ?? false,
        isComputed: false,
        compute: () => {
          flight.isComputed = true;
          compute();
        },
        deliver: () => {
          land();
          deliver();
        },
        fail: () => {
          land();
          reject(failure());
        },
      };
      this.flights.push(flight);
    });
  }
}

function versionOf({ data }: ReadState<Shown, unknown>): number | undefined {
  return data?.profile.version;
}

const id = fc.constantFrom(...IDS);
const slot = fc.nat(SLOTS - 1);
const pick = fc.nat(7);
const step = fc.oneof(
  fc.record({ type: fc.constant("mount" as const), slot, id }),
  fc.record({ type: fc.constant("unmount" as const), slot }),
  fc.record({ type: fc.constant("mutate" as const), id, isOptimistic: fc.boolean() }),
  fc.record({ type: fc.constant("push" as const), id }),
  fc.record({ type: fc.constant("invalidate" as const), id: fc.option(id) }),
  fc.record({ type: fc.constant("fetch" as const), id }),
  fc.record({ type: fc.constant("refetch" as const), id }),
  fc.record({ type: fc.constant("compute" as const), pick }),
  fc.record({ type: fc.constant("deliver" as const), pick }),
  fc.record({ type: fc.constant("deliver" as const), pick }),
  fc.record({ type: fc.constant("fail" as const), pick }),
  fc.record({ type: fc.constant("settle" as const) }),
  fc.record({ type: fc.constant("settle" as const) }),
  fc.record({ type: fc.constant("wait" as const), ms: fc.constantFrom(1, GC_TIME) }),
);
const steps = fc.array(step, { maxLength: 60, size: "max" });
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

async function take(world: World, step: Step): Promise<void> {
  if (step.type === "mount") world.mount(step.slot, step.id);
  if (step.type === "unmount") world.unmount(step.slot);
  if (step.type === "mutate") world.mutate(step.id, step.isOptimistic);
  if (step.type === "push") world.push(step.id);
  if (step.type === "invalidate") world.client.invalidate(user, step.id === null ? {} : { id: step.id });
  if (step.type === "fetch") world.fetch(step.id);
  if (step.type === "refetch") world.fetched.push(world.client.entry(user, { id: step.id }).getSnapshot().refetch());
  if (step.type === "wait") await vi.advanceTimersByTimeAsync(step.ms);
  if ("pick" in step) {
    const flight = world.flights[step.pick % (world.flights.length || 1)];
    if (step.type === "compute" && flight && !flight.isComputed) flight.compute();
    if (step.type === "deliver" && flight && !flight.isComputed) flight.compute();
    if (step.type === "deliver") flight?.deliver();
    if (step.type === "fail" && !flight?.isComputed) flight?.fail();
  }
  if (step.type !== "settle" && step.type !== "wait") return;
  await settled();
  world.compare();
  world.count();
}

async function finish(world: World): Promise<void> {
  await settled();
  await world.drain();
  for (const { id } of world.slots.filter(Boolean)) {
    const entry = world.client.entry(user, { id });
    if (entry.getSnapshot().status === "error") void entry.getSnapshot().refetch();
  }
  await settled();
  await world.drain();
  world.compare();
  // No stale screen, no lost invalidation, no guess that stayed.
  for (const { id, shown } of world.slots.filter(Boolean)) {
    expect(shown).toBe(world.client.entry(user, { id }).getSnapshot());
    expect(shown).toMatchObject({ status: "success", isFetching: false });
    expect(shown.data).toEqual({ profile: { version: world.versions.get(id) } });
  }
  await Promise.all(world.fetched);
  expect(world.runs).toBe(0);
  expect(world.mutation.getSnapshot()).toMatchObject({ pendingCount: 0, isPending: false });
  // No leak.
  for (let slot = 0; slot < SLOTS; slot++) world.unmount(slot);
  await settled();
  await vi.advanceTimersByTimeAsync(GC_TIME);
  expect([...world.client.entries()]).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("no stale screen, no lost invalidation, no leak, whatever happens in whatever order", async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), fc.uniqueArray(id), async (steps, hasRefreshes, rendered) => {
      const world = new World(hasRefreshes, rendered);
      for (const each of steps) await take(world, each);
      await finish(world);
    }),
    { numRuns: RUNS },
  );
}, RUNS * 1000);

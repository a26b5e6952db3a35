import type { PlantedBug } from "../bug.ts";

/** Mistakes about who serves a home: lease, guard, epoch, fence and return (design, 7). */
export const authorityBugs: readonly PlantedBug[] = [
  {
    name: "guard-forgotten",
    meets: "suddenly",
    story: "The stand-in opens its fence at once, while the old owner's lease still runs: both spend everything.",
    file: "functions/controller/takeovers.ts",
    find: "const GUARD_MS = 10_000;",
    replace: "const GUARD_MS = 0;",
  },
  {
    name: "lease-from-the-reply",
    meets: "suddenly",
    story: "A keeper's read hangs for as long as it likes; the lease counts from its reply and outlives the guard.",
    file: "functions/stores/authority.ts",
    find: `  const sent = clock.now();
  const { Item } = await client.send(new GetItemCommand(input), { abortSignal: clock.deadline(ATTEMPT_MS) });
  if (Item`,
    replace: `  const { Item } = await client.send(new GetItemCommand(input), {});
  const sent = clock.now();
  if (Item`,
  },
  {
    name: "earlier-stand-in-forgotten",
    meets: "handedOn",
    story: "A home that was handed on waits for its last stand-in alone: what the first one spent is not absorbed yet.",
    file: "functions/controller/returning.ts",
    find: `const earlier = await leftOf(earlierTakeovers(cell, held));`,
    replace: `const earlier = await leftOf([]);`,
  },
  {
    name: "lease-never-read-again",
    story: "A function keeps the first lease that it read: once that has run out, its home never serves again.",
    file: "functions/stores/control.ts",
    find: `const fresh = copy !== undefined && clock.monotonic() - copy.sentMonotonic <= COPY_FRESH_MS;`,
    replace: `const fresh = copy !== undefined;`,
  },
  {
    name: "evacuated-home-serves",
    meets: "suddenly",
    story: "An evacuated home is alive and asked by a client who does not know: it takes the payment instead of 421.",
    file: "functions/domain/lease.ts",
    find: `if (owner !== cell) return { may: "redirect", owner, epoch };`,
    replace: `if (owner !== cell && home !== cell) return { may: "redirect", owner, epoch };`,
  },
  {
    name: "epoch-not-compared",
    meets: "suddenly",
    story: "An isolated home goes on spending its share after it has absorbed the stand-in's first debit.",
    file: "functions/domain/balances.ts",
    find: `      clause("epoch", { field: "epoch", is: "<=", value: standing.epoch }),
      ...share.require,`,
    replace: `      ...share.require,`,
  },
  {
    name: "fence-not-closed",
    meets: "suddenly",
    story: "A slow stand-in goes on after its fence was closed: what it takes then is counted by nobody.",
    file: "functions/domain/fences.ts",
    find: `    require: [clause("fence_open", { field: "state", is: "=", value: "open" })],
    add: { count: 1n, digest: digestOf(payment, operation) },`,
    replace: `    require: [clause("fence_open", { field: "state", is: "present" })],
    add: { count: 1n, digest: digestOf(payment, operation) },`,
  },
  {
    name: "open-fence-counts-as-over",
    meets: "suddenly",
    story: "The home finds fence and tally equal for a moment, and takes over while the stand-in's fence is open.",
    file: "functions/domain/fences.ts",
    find: `  if (fence?.["state"] !== "closed") return false;
`,
    replace: "",
  },
  {
    name: "home-returns-at-once",
    meets: "suddenly",
    story: "The home sets itself owner before its tallies equal the fences: it spends what the stand-in has spent.",
    file: "functions/controller/returning.ts",
    find: "if (awaited.length === 0) await",
    replace: "if (awaited.length >= 0) await",
  },
  {
    name: "returning-closes-nothing",
    meets: "suddenly",
    story: "A home is on its way back: its stand-in's controller leaves the fence rows of the epoch open.",
    file: "functions/controller/takeovers.ts",
    find: `const past = held.mode === "returning" ? takeovers : takeovers.slice(0, -1);`,
    replace: `const past = takeovers.slice(0, -1);`,
  },
  {
    name: "fences-left-behind",
    meets: "handedOn",
    story: "A stand-in is evacuated itself: nobody ever closes the fences of the home that it had.",
    file: "functions/controller/app.ts",
    find: `      if (home !== env.cell) await retire(home, held, mayAttempt).catch(report);
`,
    replace: "",
  },
  {
    name: "authority-asked-once",
    meets: "suddenly",
    story: "A frozen container thaws with a retry at hand: it asks nobody whether its lease has run out, and sends it.",
    file: "functions/payments-api/deps.ts",
    find: `return same && copy !== undefined && mayAttempt(copy, momentOf(clock));`,
    replace: `return same || copy !== undefined;`,
  },
  {
    name: "attempt-left-running",
    story: "A store gives up waiting for a write and answers; its own retry goes on, and is made long afterwards.",
    file: "functions/stores/ledger.ts",
    find: `          if (failure === "fault") throw error;`,
    replace: `          if (failure === "unknown") {
            const late = { abortSignal: clock.deadline(12_000 + ATTEMPT_MS) };
            const again = () => client.send(new TransactWriteItemsCommand(command), late);
            void clock.sleep(12_000).then(again).catch(() => undefined);
          }
          if (failure === "fault") throw error;`,
  },
];

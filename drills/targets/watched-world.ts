import { sealedEveryMinutes } from "../../infra/plan/archive.ts";
import { visibilitySeconds } from "../../infra/plan/event-sources.ts";
import { functionPlan } from "../../infra/plan/functions.ts";
import { fileReceivesMax, filesAtOnce } from "../../infra/plan/uploads.ts";
import type { WorldOptions } from "../simulation/world.ts";
import { deployedPace } from "./consumers.ts";
import { deployedCell } from "./deployed-cell.ts";
import type { ConsumerName } from "./target.ts";

/** The simulation's first cell, whose consumers are watched. */
const FIRST_CELL = "eu";

/** Views that nothing befalls but what the drill does. */
const VIEWS = { delivery: { duplicated: 0, late: 0 }, unreadable: 0, episodes: [], heldAt: undefined } as const;

/** A tenant's endpoints, at home in both cells and well all the while; what their receivers do takes them no second. */
const WEBHOOKS: WorldOptions["webhooks"] = {
  endpoints: [
    endpoint("hooks-0.example", "eu", undefined),
    endpoint("hooks-1.example", "us", undefined),
    endpoint("hooks-2.example", "eu", ["payout.rejected"]),
  ],
  unread: [],
};

/** A bank that settles at once, and a machine that hears everything. */
const PAYOUTS: WorldOptions["payouts"] = {
  moods: [],
  forgeries: [],
  unheard: 0,
  dying: 0,
  unbookable: 0,
  resumed: false,
};

/** Archives that nothing befalls, gathered and sealed as often as the program has it. */
function archiveOf(cell: string): NonNullable<WorldOptions["archive"]> {
  return {
    delivery: VIEWS.delivery,
    bufferMs: deployedCell(cell).archive.bufferSeconds * 1_000,
    everyMs: sealedEveryMinutes * 60_000,
    twice: 0,
    dying: 0,
    episodes: [],
  };
}

/** Queues of payment files as the program has them. */
function uploadsOf(cell: string): NonNullable<WorldOptions["uploads"]> {
  const { timeoutSeconds } = functionPlan(deployedCell(cell).functions, "batch-runner");
  const visibilityMs = visibilitySeconds(timeoutSeconds) * 1_000;
  return {
    queues: { visibilityMs, receivesMax: fileReceivesMax, batch: 1, concurrent: filesAtOnce },
    files: [],
    episodes: [],
  };
}

/** The year ends soon after the drill has begun, and a little later its last day's reports are due. */
const REPORTS = {
  startsAt: Date.UTC(2026, 0, 1) - 150_000,
  reports: { firstMs: 240_000, everyMs: 86_400_000 },
} as const;

/** What a world needs besides its cells where a consumer is watched: whatever that one follows, paced as deployed. */
export function watchedWorld(consumer: ConsumerName): Watched {
  return {
    views: { cell: FIRST_CELL, ...VIEWS },
    pace: deployedPace(FIRST_CELL),
    ...(consumer === "webhooks" && { webhooks: WEBHOOKS }),
    ...(consumer === "uploads" && { uploads: uploadsOf(FIRST_CELL) }),
    ...(consumer === "reports" && REPORTS),
    ...(consumer === "archive" && { archive: archiveOf(FIRST_CELL) }),
    // Payments say how they went in their answers: payouts are what tenants wait to hear of.
    ...(consumer === "webhooks" || consumer === "payouts" || consumer === "reports" ? { payouts: PAYOUTS } : {}),
  };
}

type Watched = Omit<WorldOptions, "seed" | "cells" | "seam" | "faults">;
type Endpoints = NonNullable<WorldOptions["webhooks"]>["endpoints"];

function endpoint(host: string, home: string, events: readonly string[] | undefined): Endpoints[number] {
  const never = { at: undefined, rotates: undefined, disables: undefined, enablesFrom: undefined } as const;
  return { host, home, events, client: "shop-client", ...never, receiver: { takesMs: 80, ackLost: 0, illnesses: [] } };
}

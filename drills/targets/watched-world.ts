import type { WorldOptions } from "../simulation/world.ts";
import { deployedPace } from "./consumers.ts";
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

/** What a world needs besides its cells where a consumer is watched: whatever that one follows, paced as deployed. */
export function watchedWorld(consumer: ConsumerName): Pick<WorldOptions, "views" | "pace" | "webhooks" | "payouts"> {
  return {
    views: { cell: FIRST_CELL, ...VIEWS },
    pace: deployedPace(FIRST_CELL),
    ...(consumer === "webhooks" && { webhooks: WEBHOOKS }),
    // Payments say how they went in their answers: payouts are what tenants wait to hear of.
    ...((consumer === "webhooks" || consumer === "payouts") && { payouts: PAYOUTS }),
  };
}

type Endpoints = NonNullable<WorldOptions["webhooks"]>["endpoints"];

function endpoint(host: string, home: string, events: readonly string[] | undefined): Endpoints[number] {
  const never = { at: undefined, rotates: undefined, disables: undefined, enablesFrom: undefined } as const;
  return { host, home, events, client: "shop-client", ...never, receiver: { takesMs: 80, ackLost: 0, illnesses: [] } };
}

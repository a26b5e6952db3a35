import type { WebhookRun } from "../checkers/webhooks/webhook-run.ts";
import { eventIdAt } from "../../functions/domain/events.ts";
import type { Cell } from "./cells.ts";
import type { Pace } from "./pace.ts";
import type { Queues } from "./queue.ts";
import type { Receivers } from "./receivers.ts";
import { createWebhookTenants, type TenantsOptions, type WebhookTenants } from "./webhook-tenants.ts";
import { watchWebhooks, type WatchOptions, type WebhookWatch } from "./webhook-watch.ts";
import type { WebhooksPlan } from "./webhooks-plan.ts";

/** All that a run has of webhooks beyond the functions of its cells. */
export interface Webhooks {
  readonly plan: WebhooksPlan;
  readonly watch: WebhookWatch;
  readonly tenants: WebhookTenants;
  /** Lets befall receivers and dispatchers what the plan says, from now on, and has the scheduler sweep. */
  begin(): void;
  /** Has every dispatcher read its queues; receivers get well in their own time. */
  heal(): void;
  /** Lets time pass, with nothing but sweeps in it, until no delivery waits any more. */
  settle(): Promise<void>;
  /** What the checkers look at. */
  run(slackMs: number): Promise<WebhookRun>;
}

/** What webhooks are made with. */
export type WebhooksOptions = WatchOptions &
  TenantsOptions & {
    readonly cells: readonly Cell[];
    readonly queues: Pick<Queues, "redriveTwice">;
    readonly pace: Pick<Pace, "deliveriesSweepMs">;
  };

const MINUTE_MS = 60_000;
/** The clocks of cells are apart by less, and a sweep looks a minute ahead. */
const BEFORE_MS = 4 * MINUTE_MS;
/** All pauses of the schedule, each a tenth longer, and time for the attempts. */
const SCHEDULE_MS = 90 * 60 * MINUTE_MS;

/** Webhooks of a run in which nothing has happened yet. */
export function createWebhooks(receivers: Receivers, options: WebhooksOptions): Webhooks {
  const { kernel, cells, pace } = options;
  const { plan } = receivers;
  const watch = watchWebhooks(options);
  const tenants = createWebhookTenants(plan, watch, options);
  let sweeping = false;

  function sweepOn(cell: Cell): void {
    if (!sweeping) return;
    void cell.webhooks?.sweep();
    kernel.after(pace.deliveriesSweepMs, () => sweepOn(cell));
  }

  return {
    plan,
    watch,
    tenants,
    begin() {
      receivers.begin();
      sweeping = true;
      for (const cell of cells) kernel.after(pace.deliveriesSweepMs * kernel.random(), () => sweepOn(cell));
      for (const { cell, at, until } of plan.unread) {
        const found = cells.find(({ name }) => name === cell)?.webhooks;
        kernel.after(at, () => found?.hold(true));
        kernel.after(until, () => found?.hold(false));
      }
    },
    heal() {
      for (const { webhooks } of cells) webhooks?.hold(false);
    },
    async settle() {
      sweeping = false;
      const end = kernel.now() + SCHEDULE_MS;
      for (let due = watch.due(); due.length > 0 && kernel.now() < end; due = watch.due()) {
        const next = Math.min(...due.map(({ at }) => at)) - BEFORE_MS;
        await kernel.elapse(Math.max(MINUTE_MS, next - kernel.now()));
        const near = new Set(due.filter(({ at }) => at - BEFORE_MS <= kernel.now()).map(({ cell }) => cell));
        for (const { name, webhooks } of cells) if (near.has(name)) void webhooks?.sweep();
        options.queues.redriveTwice();
      }
      await kernel.elapse(MINUTE_MS);
    },
    async run(slackMs) {
      const keys = cells.flatMap(({ feed }) => feed.parked());
      const parked = new Set(keys.filter(({ pk }) => pk.includes("#event#")).map(eventIdAt));
      return {
        ...(await watch.seen()),
        promises: tenants.promises,
        enabled: tenants.enabled,
        sent: receivers.sent,
        parked,
        slackMs,
      };
    },
  };
}

import { fileURLToPath } from "node:url";
import { typescript } from "../forked.ts";
import { standing } from "../standing.ts";
import type { LagOrder, Lags, Viewed, ViewsOrder } from "./messages.ts";

/** A process that builds views. */
export interface ViewsProcess {
  ask(order: ViewsOrder): Promise<Viewed>;
  end(): Promise<void>;
}

/** Starts one. */
export function startViews(): ViewsProcess {
  const child = standing(fileURLToPath(new URL("projector/child.ts", import.meta.url)), typescript);
  // Sent by that module.
  return { ask: async (order) => (await child.ask(order)) as Viewed, end: child.end };
}

/** Stands a whole platform up in a process of its own, pays as the demo does, and ends it. */
export async function lagsOf(order: LagOrder): Promise<Lags> {
  const child = standing(fileURLToPath(new URL("demo/child.ts", import.meta.url)), typescript);
  try {
    // Sent by that module.
    return (await child.ask(order)) as Lags;
  } finally {
    await child.end();
  }
}

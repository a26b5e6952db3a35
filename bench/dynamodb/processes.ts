import { fileURLToPath } from "node:url";
import { typescript } from "../forked.ts";
import { standing } from "../standing.ts";
import type { Loaded, LoadOrder } from "./client/messages.ts";

/** The local cloud, served by a process of its own. */
export interface Served {
  readonly url: string;
  readonly pid: number;
  end(): Promise<void>;
}

/** A client in a process of its own. */
export interface Load {
  ask(order: LoadOrder): Promise<Loaded>;
  end(): Promise<void>;
}

/** Serves an empty local cloud. */
export async function startServed(): Promise<Served> {
  const child = standing(fileURLToPath(new URL("cloud/child.ts", import.meta.url)), typescript);
  // Sent by that module.
  const { url } = (await child.ask({})) as { readonly url: string };
  return { url, pid: child.pid, end: child.end };
}

/** Starts a client. */
export function startLoad(): Load {
  const child = standing(fileURLToPath(new URL("client/child.ts", import.meta.url)), typescript);
  // Sent by that module.
  return { ask: async (order) => (await child.ask(order)) as Loaded, end: child.end };
}

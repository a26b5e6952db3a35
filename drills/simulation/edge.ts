import { readFileSync } from "node:fs";
import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { FaultLog } from "../../local/faults/catalogue.ts";

/** A viewer's request as the router sees it. */
export interface EdgeRequest {
  readonly method: string;
  readonly uri: string;
  readonly headers: Readonly<Record<string, { readonly value: string }>>;
}

/** The edge: the program's own router over a store of keys that reaches every edge location in its own time. */
export interface Edge {
  /** The cell whose origin the router chooses. */
  route(request: EdgeRequest): Promise<string>;
  /** The store's truth, and how a write changes it: each location sees it a little later. */
  readonly store: EdgeStore;
  /** `stale`: nothing new arrives; `missing`: no key is found; `corrupt`: every key holds nonsense; `unwritable`. */
  fault(fault: EdgeFault | undefined): void;
}

/** What can be wrong with the router's store. */
export type EdgeFault = "stale" | "missing" | "corrupt" | "unwritable";

/** The keys of the router's store. */
export interface EdgeStore {
  /** Changes with every write. */
  etag(): string;
  entries(): ReadonlyMap<string, string>;
  /** Puts and deletes at once; false where the store has changed since `etag`. */
  write(puts: ReadonlyMap<string, string>, deletes: readonly string[], etag: string): boolean;
}

type Handler = (event: { readonly request: EdgeRequest }) => Promise<unknown>;

interface CloudFront {
  selectRequestOriginById(cell: string): void;
  kvs(): { get(key: string): Promise<string> };
}

/** How many places of the network a run has, and how long a change takes to reach the last of them. */
const LOCATIONS = 2;
const PROPAGATION_MS = 4_000;

/** An edge over cells, all up. */
export function createEdge(cells: readonly string[], kernel: VirtualKernel, log: FaultLog): Edge {
  const truth = new Map<string, string>();
  const locations = Array.from({ length: LOCATIONS }, () => new Map<string, string>());
  /** Which write each location has heard of last: what comes late to it never takes the place of what is newer. */
  const heard = new Map<Map<string, string>, number>();
  let revision = 0;
  let fault: EdgeFault | undefined;
  const evaluate = routerOver(cells);

  /** What the router may ask CloudFront for, as one location answers it for one request. */
  const cloudFront = (location: ReadonlyMap<string, string>, select: (cell: string) => void): CloudFront => ({
    selectRequestOriginById: select,
    kvs: () => ({
      get(key) {
        if (fault === "missing") log.observe("edgeMissing");
        if (fault === "corrupt") log.observe("edgeCorrupt");
        if (location.get(key) !== truth.get(key)) log.observe("edgeStale");
        const value = fault === "corrupt" ? "\u0000nonsense" : fault === "missing" ? undefined : location.get(key);
        return value === undefined ? Promise.reject(new Error("KeyNotFound")) : Promise.resolve(value);
      },
    }),
  });
  const propagate = (location: Map<string, string>, snapshot: ReadonlyMap<string, string>, of: number): void => {
    kernel.after(kernel.random() * PROPAGATION_MS, function arrive() {
      if (fault === "stale") {
        kernel.after(1_000, arrive);
        return;
      }
      if ((heard.get(location) ?? 0) > of) return;
      heard.set(location, of);
      location.clear();
      for (const [key, value] of snapshot) location.set(key, value);
    });
  };

  return {
    async route(request) {
      const location = locations[Math.floor(kernel.random() * LOCATIONS)] ?? truth;
      let chosen = cells[0] ?? "";
      const handler = evaluate(
        cloudFront(location, (cell) => (chosen = cell)),
        { log: () => undefined },
      );
      await handler({ request });
      return chosen;
    },
    store: {
      etag: () => `E${revision}`,
      entries: () => new Map(truth),
      write(puts, deletes, etag) {
        if (fault === "unwritable") log.observe("controlPlaneDown");
        if (fault === "unwritable" || etag !== `E${revision}`) return false;
        for (const [key, value] of puts) truth.set(key, value);
        for (const key of deletes) truth.delete(key);
        revision += 1;
        const snapshot = new Map(truth);
        for (const location of locations) propagate(location, snapshot, revision);
        return true;
      },
    },
    fault(wanted) {
      fault = wanted;
    },
  };
}

type Router = (cloudFront: CloudFront, console: object) => Handler;

/** Routers by the cells in their tables: runs one after the other share what was compiled, and nothing else. */
const routers = new Map<string, Router>();
let source: string | undefined;

function routerOver(cells: readonly string[]): Router {
  const name = cells.join();
  const known = routers.get(name) ?? compiled(cells);
  routers.set(name, known);
  return known;
}

/** The router as it is deployed, its module of CloudFront and its table of cells put in: evaluated for each request. */
function compiled(cells: readonly string[]): Router {
  source ??= readFileSync(new URL("../../functions/edge-router/router.js", import.meta.url), "utf8");
  const table = {
    cells,
    hosts: Object.fromEntries(cells.map((cell) => [cell, `${cell}.origin`])),
    near: cells.map((cell) => [cell === "eu" ? "Europe/" : cell === "us" ? "America/" : "Asia/", cell]),
  };
  const code = source
    .replace(/^import cf from "cloudfront";$/m, "")
    .replace("__ROUTING_TABLE__", JSON.stringify(table));
  // The router is text that CloudFront evaluates, and so is it here. Its one function takes an event.
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function("cf", "console", `${code}; return handler;`) as Router;
}

import { isProperties } from "../inputs.ts";
import type { KeyValueStore } from "./key-value-store.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";

/** A published CloudFront function. */
export interface EdgeFunction {
  readonly name: string;
  readonly arn: string;
  readonly sandbox: Sandbox;
  readonly stores: readonly KeyValueStore[];
}

/** What `cf.selectRequestOriginById` chose. */
export interface SelectedOrigin {
  readonly originId: string;
  /** What the origin is told as Host; undefined: as the origin request policy has it. */
  readonly hostHeader: string | undefined;
}

/** How a run of a function ended. */
export type EdgeRun =
  | {
      readonly kind: "returned";
      readonly value: unknown;
      readonly selected: SelectedOrigin | undefined;
      readonly log: readonly string[];
    }
  | { readonly kind: "failed"; readonly message: string; readonly log: readonly string[] };

/** The largest code, bytes. */
export const maxCodeBytes = 10_240;

/** A function with its sandbox. */
export function createEdgeFunction(
  name: string,
  arn: string,
  code: string,
  stores: readonly KeyValueStore[],
  now: () => number,
): EdgeFunction {
  return { name, arn, sandbox: createSandbox(code, now), stores };
}

/** Runs a function on an event; `originIds` are those that it may select, `read` hears of every read of its stores. */
export async function runEdgeFunction(
  fn: EdgeFunction,
  event: unknown,
  originIds: ReadonlySet<string>,
  read: () => void = () => undefined,
): Promise<EdgeRun> {
  const log: string[] = [];
  let selected: SelectedOrigin | undefined;
  const outcome = await fn.sandbox.run(event, (operation, argument) => {
    const asked = isProperties(argument) ? argument : {};
    if (operation.startsWith("kvs.")) read();
    switch (operation) {
      case "log":
        log.push(String(argument));
        return null;
      case "selectRequestOriginById": {
        const id = String(asked["originId"]);
        if (!originIds.has(id)) throw new Error(`The distribution has no origin ${id}`);
        selected = { originId: id, hostHeader: parseOverrides(asked["options"]) };
        return null;
      }
      case "kvs.get":
        return readKey(storeOf(fn, asked["id"]), String(asked["key"]));
      case "kvs.exists":
        return storeOf(fn, asked["id"]).items.has(String(asked["key"]));
      case "kvs.count":
        return storeOf(fn, asked["id"]).items.size;
      case "kvs.meta": {
        const store = storeOf(fn, asked["id"]);
        return {
          creationDateTime: new Date(store.createdMs).toISOString(),
          lastUpdatedDateTime: new Date(store.modifiedMs()).toISOString(),
          keyCount: store.items.size,
        };
      }
      default:
        throw new Error(`The local cloud does not model ${String(argument)}`);
    }
  });
  if (outcome.kind === "error") return { kind: "failed", message: outcome.message, log };
  return { kind: "returned", value: outcome.value, selected, log };
}

function parseOverrides(options: unknown): string | undefined {
  if (!isProperties(options)) return undefined;
  const { hostHeader, ...others } = options;
  const [other] = Object.keys(others);
  if (other !== undefined) throw new Error(`The local cloud does not model the origin override ${other}`);
  return typeof hostHeader === "string" ? hostHeader : undefined;
}

function storeOf(fn: EdgeFunction, id: unknown): KeyValueStore {
  const store = id === undefined ? fn.stores[0] : fn.stores.find((one) => one.id === id);
  if (store === undefined) throw new Error(`No key value store ${typeof id === "string" ? id : ""} is associated`);
  return store;
}

function readKey(store: KeyValueStore, key: string): string {
  const value = store.items.get(key);
  if (value === undefined) throw new Error(`Key not found: ${key}`);
  return value;
}

import type { Kernel } from "../../core/kernel.ts";
import type { KmsKey } from "./store.ts";

/** Keys whose deletion was scheduled, until their time has come. */
interface Graveyard {
  schedule(key: KmsKey, windowDays: number): void;
  /** Lets go what is due; asked before every look at the keys, so no timer has to run for a month. */
  bury(): void;
}

const dayMs = 86_400_000;

/** A graveyard over the keys that `everywhere` tells by their id; `forget` drops one that is gone. */
export function createGraveyard(
  kernel: Kernel,
  everywhere: (keyId: string) => readonly KmsKey[],
  forget: (key: KmsKey) => void,
): Graveyard {
  const dying = new Set<KmsKey>();

  function bury(): void {
    if (dying.size === 0) return;
    const now = kernel.now();
    for (let due = next(now); due !== undefined; due = next(now)) {
      dying.delete(due.key);
      forget(due.key);
      release(due.key.keyId, due.at);
    }
  }

  function next(now: number): { readonly key: KmsKey; readonly at: number } | undefined {
    // A deletion that was cancelled is none any more.
    for (const key of dying) if (key.deletion === undefined) dying.delete(key);
    const due = [...dying].flatMap((key) => {
      const at = key.deletion?.at;
      return at !== undefined && at <= now ? [{ key, at }] : [];
    });
    return due.toSorted((one, other) => one.at - other.at)[0];
  }

  /** The window of a primary key begins when its last replica is gone. */
  function release(keyId: string, at: number): void {
    const [last, another] = everywhere(keyId);
    const deletion = another === undefined ? last?.deletion : undefined;
    if (deletion !== undefined && deletion.at === undefined) deletion.at = at + deletion.windowDays * dayMs;
  }

  return {
    bury,
    schedule(key, windowDays) {
      const isWaiting = key.region === key.primaryRegion && everywhere(key.keyId).length > 1;
      key.enabled = false;
      key.deletion = { windowDays, at: isWaiting ? undefined : kernel.now() + windowDays * dayMs };
      dying.add(key);
    },
  };
}

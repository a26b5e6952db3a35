import type { Cancel } from "../core/kernel.ts";

/** Something to be run at a moment of virtual time. */
export interface Task {
  readonly at: number;
  readonly run: () => void | Promise<void>;
}

interface Entry extends Task {
  readonly order: number;
  state: "waiting" | "cancelled" | "taken";
}

/** Tasks by the moment they are due at; of one moment, the one that came first goes first. */
export interface TaskHeap {
  push(at: number, run: Task["run"]): Cancel;
  peek(): Task | undefined;
  pop(): Task | undefined;
  size(): number;
}

/** So few cancelled tasks are in nobody's way. */
const CANCELLED_FEW = 64;

/** An empty heap. Cancelled tasks stay until they would be due, or until they are more than those that wait. */
export function createTaskHeap(): TaskHeap {
  const entries: Entry[] = [];
  let order = 0;
  let cancelled = 0;

  const removeFirst = (): Entry | undefined => {
    const first = entries[0];
    const last = entries.pop();
    if (last !== undefined && last !== first) sink(entries, last, 0);
    return first;
  };
  const dropCancelled = (): void => {
    while (entries[0]?.state === "cancelled") {
      removeFirst();
      cancelled -= 1;
    }
  };

  const sweep = (): void => {
    const waiting = entries.filter(({ state }) => state === "waiting");
    entries.length = 0;
    entries.push(...waiting);
    for (let index = (entries.length >>> 1) - 1; index >= 0; index -= 1) {
      const entry = entries[index];
      if (entry !== undefined) sink(entries, entry, index);
    }
    cancelled = 0;
  };

  return {
    push(at, run) {
      const entry: Entry = { at, run, order, state: "waiting" };
      order += 1;
      rise(entries, entry);
      return () => {
        if (entry.state !== "waiting") return;
        entry.state = "cancelled";
        cancelled += 1;
        if (cancelled > CANCELLED_FEW && cancelled * 2 > entries.length) sweep();
      };
    },
    peek() {
      dropCancelled();
      return entries[0];
    },
    pop() {
      dropCancelled();
      const first = removeFirst();
      if (first !== undefined) first.state = "taken";
      return first;
    },
    size: () => entries.length - cancelled,
  };
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.at === other.at ? one.order < other.order : one.at < other.at;
}

function rise(entries: Entry[], entry: Entry): void {
  let index = entries.length;
  entries.push(entry);
  while (index > 0) {
    const above = (index - 1) >>> 1;
    const parent = entries[above];
    if (parent === undefined || !isBefore(entry, parent)) break;
    entries[index] = parent;
    index = above;
  }
  entries[index] = entry;
}

/** Puts `entry` in a place of the heap, and lets it sink to where it belongs. */
function sink(entries: Entry[], entry: Entry, from: number): void {
  let index = from;
  for (;;) {
    const left = 2 * index + 1;
    const [one, two] = [entries[left], entries[left + 1]];
    if (one === undefined) break;
    const below = two !== undefined && isBefore(two, one) ? left + 1 : left;
    const child = below === left ? one : two;
    if (child === undefined || !isBefore(child, entry)) break;
    entries[index] = child;
    index = below;
  }
  entries[index] = entry;
}

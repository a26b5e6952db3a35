import type { Machine, MapState, ParallelState } from "../asl/definition.ts";
import { evaluate, evaluateAs, evaluateWhole, type Occasion } from "./evaluation.ts";
import { newCourse, type Position } from "./execution.ts";
import { QueryFailure, StateFailure } from "./failure.ts";
import { record, recordAside, type Branch } from "./run.ts";

/** Goes along a branch to its end: its output. */
export type Follow = (branch: Branch, input: unknown) => Promise<unknown>;

/** Iterations of an inline Map that run at once at most. Source: Developer Guide, "Map state in Inline mode". */
const INLINE_CONCURRENCY_MAX = 40;

interface Part {
  readonly machine: Machine;
  readonly item?: Readonly<Record<string, unknown>>;
}

/** Runs all branches of a Parallel: the list of their outputs. */
export async function runParallel(
  parent: Branch,
  state: ParallelState,
  occasion: Occasion,
  at: Position,
  follow: Follow,
): Promise<unknown> {
  if (at.parts === undefined) {
    const { arguments: given } = state;
    const input = given === undefined ? occasion.states.input : await evaluate(given, occasion);
    at.parts = state.branches.map(() => ({ input, course: newCourse() }));
  }
  record(parent, "ParallelStateStarted");
  const branches = state.branches.map((machine, index) => branchOf(parent, { machine }, at, index, occasion));
  const outputs = await allOf(parent, branches, async (branch, index) => {
    const output = await follow(branch, at.parts?.[index]?.input);
    parent.last = branch.last;
    return output;
  });
  recordAside(parent, "ParallelStateSucceeded");
  return outputs;
}

/** Runs the iterations of an inline Map: the list of their outputs, in the order of the items. */
export async function runMap(
  parent: Branch,
  state: MapState,
  occasion: Occasion,
  at: Position,
  follow: Follow,
): Promise<unknown> {
  const items = await itemsOf(state, occasion);
  const most = (await evaluateWhole(state.maxConcurrency, "MaxConcurrency", 0, occasion)) ?? 0;
  at.parts ??= await partsOf(state, items, occasion);
  record(parent, "MapStateStarted", { length: items.length });
  const branches = items.map((Value, Index) =>
    branchOf(parent, { machine: state.processor, item: { Item: { Index, Value } } }, at, Index, occasion),
  );
  const workers = Math.min(most === 0 ? INLINE_CONCURRENCY_MAX : most, INLINE_CONCURRENCY_MAX);
  const outputs = await allOf(parent, branches, followIterations(parent, state, at, follow), workers);
  recordAside(parent, "MapStateSucceeded");
  return outputs;
}

function followIterations(parent: Branch, state: MapState, at: Position, follow: Follow) {
  return async (branch: Branch, index: number, previous: Branch | undefined): Promise<unknown> => {
    const about = { name: state.name, index };
    if (previous !== undefined) branch.last = previous.last;
    record(branch, "MapIterationStarted", about);
    try {
      const output = await follow(branch, at.parts?.[index]?.input);
      parent.last = recordAside(branch, "MapIterationSucceeded", about);
      return output;
    } catch (fault) {
      if (fault instanceof StateFailure && !branch.scope.isEnded) recordAside(branch, "MapIterationFailed", about);
      throw fault;
    }
  };
}

async function itemsOf({ items }: MapState, occasion: Occasion): Promise<readonly unknown[]> {
  const { input } = occasion.states;
  const found = items === undefined ? input : await evaluateAs(items, "array", occasion);
  if (Array.isArray(found)) return found;
  throw new QueryFailure("Items", `Map state input must be an array but was: ${JSON.stringify(found)}`);
}

async function partsOf({ itemSelector }: MapState, items: readonly unknown[], occasion: Occasion) {
  const parts: { input: unknown; course: ReturnType<typeof newCourse> }[] = [];
  for (const [Index, Value] of items.entries()) {
    const context = { ...occasion.states.context, Map: { Item: { Index, Value } } };
    const own = { ...occasion, states: { ...occasion.states, context } };
    parts.push({ input: itemSelector === undefined ? Value : await evaluate(itemSelector, own), course: newCourse() });
  }
  return parts;
}

function branchOf(parent: Branch, { machine, item }: Part, at: Position, index: number, occasion: Occasion): Branch {
  return {
    run: parent.run,
    machine,
    course: at.parts?.[index]?.course ?? newCourse(),
    scope: parent.scope.child(),
    outer: occasion.variables,
    item: item ?? parent.item,
    last: parent.last,
    open: undefined,
    step: "",
  };
}

/** Follows branches, `workers` at a time; where one fails the others end with it. */
async function allOf(
  parent: Branch,
  branches: readonly Branch[],
  run: (branch: Branch, index: number, previous: Branch | undefined) => Promise<unknown>,
  workers: number = branches.length,
): Promise<readonly unknown[]> {
  const outputs: unknown[] = [];
  const waiting = [...branches.entries()];
  const started = new Set<Branch>();
  const work = async (): Promise<void> => {
    let previous: Branch | undefined;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, branch] = next;
      // Done before its execution was redriven.
      const { done } = branch.course;
      started.add(branch);
      outputs[index] = done === undefined ? await run(branch, index, previous) : done.output;
      branch.scope.end();
      previous = branch;
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(workers, branches.length) }, work));
  } catch (fault) {
    waiting.length = 0;
    parent.last = Math.max(parent.last, ...[...started].map(({ last }) => last));
    for (const branch of branches) abort(parent, branch, started.has(branch));
    throw fault;
  }
  return outputs;
}

/** Ends a branch that is still under way. */
function abort(parent: Branch, branch: Branch, isStarted: boolean): void {
  const isUnderWay =
    isStarted && !branch.scope.isEnded && branch.course.done === undefined && branch.open !== undefined;
  branch.scope.end();
  if (!isUnderWay || parent.scope.isEnded) return;
  recordAside(parent, `${branch.open}StateAborted`);
  if (branch.item !== parent.item && branch.item !== undefined) {
    const { Index } = { Index: undefined, ...Object(branch.item["Item"]) };
    recordAside(parent, "MapIterationAborted", { index: Index, name: parent.course.at?.state });
  }
}

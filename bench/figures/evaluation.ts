import type { Bench, Figure } from "../figure.ts";
import { evaluate, registrationsOf } from "../program/evaluate.ts";
import type { Evaluated, Registered } from "../program/messages.ts";
import { interleave, median, ratiosOf } from "../rounds.ts";

const STACK = "prod-eu";
const ROUNDS = { rounds: 7, warmUps: 1 };

/** What the program costs above the resources that it is made of; by CPU, since each process has one thread of work. */
export const evaluation: Bench = {
  name: "evaluation",
  about: "CPU of evaluating a cell's program against creating the same resources one after another, under mocks",
  async run() {
    const registered = await registrationsOf(STACK);
    return [
      { ...(await programAgainst("typed", registered)), figure: "program / same resources", bound: { max: 1.3 } },
      // Below the packages' classes, which make a promise for every property that a type has, given or not.
      { ...(await programAgainst("untyped", registered)), figure: "program / same registrations without classes" },
    ];
  },
};

async function programAgainst(
  order: "typed" | "untyped",
  registered: readonly Registered[],
): Promise<Omit<Figure, "figure">> {
  const preload = [...new Set(registered.map(({ type }) => type))];
  const pairs = await interleave(
    ROUNDS,
    () => evaluate({ order: "program", stack: STACK, preload }),
    () => evaluate({ order, stack: STACK, registered }),
  );
  for (const { a, b } of pairs) requireSame(registered.length, a.registered.length, b.registered.length);
  const details = {
    resources: registered.length,
    ...inMs(
      "program",
      pairs.map(({ a }) => a),
    ),
    ...inMs(
      "flat",
      pairs.map(({ b }) => b),
    ),
  };
  return { unit: "ratio", ...ratiosOf(pairs.map(({ a, b }) => ({ a: a.cpuMs, b: b.cpuMs }))), details };
}

function inMs(name: string, evaluated: readonly Evaluated[]): Readonly<Record<string, number>> {
  return {
    [`${name}CpuMs`]: median(evaluated.map(({ cpuMs }) => cpuMs)),
    [`${name}Ms`]: median(evaluated.map(({ ms }) => ms)),
  };
}

function requireSame(wanted: number, ...registered: readonly number[]): void {
  const other = registered.find((number) => number !== wanted);
  if (other !== undefined) throw new Error(`${other} resources were registered in place of ${wanted}.`);
}

import { randomBytes } from "node:crypto";
import * as fc from "fast-check";
import type { Fields } from "./case.ts";
import type { Place } from "./endpoint.ts";
import { filled } from "./match.ts";
import { comparable } from "./programs/compare.ts";
import { operation, table, type Operation } from "./programs/operations.ts";
import { callJson } from "./signed-call.ts";

/** How many programs, and of how many operations at most. */
interface ProgramsOptions {
  readonly seed: number;
  readonly programs: number;
  readonly operationsMax?: number;
}

/** What a run of random programs found. */
export interface ProgramsReport {
  readonly seed: number;
  readonly programs: number;
  readonly operations: number;
  /** Those that AWS's implementation refused. */
  readonly refused: number;
  /** The shortest program found on which the two differ. */
  readonly counterexample?: Counterexample;
}

/** A program, and where its last operation or its final state differs. */
interface Counterexample {
  readonly operations: readonly Operation[];
  readonly at: string;
  readonly expected: Fields;
  readonly actual: Fields;
}

const dynamodb = { signedAs: "dynamodb", target: "DynamoDB_20120810", version: "1.0" } as const;

class Differs extends Error {
  constructor(readonly found: Counterexample) {
    super("The two differ.");
  }
}

/** Runs the same random programs on two implementations of DynamoDB, and shrinks the first that tells them apart. */
export async function runPrograms(
  { oracle, subject }: { readonly oracle: Place; readonly subject: Place },
  { seed, programs, operationsMax = 100 }: ProgramsOptions,
): Promise<ProgramsReport> {
  let operations = 0;
  let refused = 0;
  let isShrinking = false;
  let shortest: Counterexample | undefined;
  const program = fc.noBias(fc.array(operation, { minLength: 1, maxLength: operationsMax, size: "max" }));
  const property = fc.asyncProperty(program, async (steps) => {
    try {
      const done = await runProgram(oracle, subject, steps);
      if (!isShrinking) {
        operations += steps.length;
        refused += done.refused;
      }
    } catch (fault) {
      if (fault instanceof Differs) {
        isShrinking = true;
        shortest = fault.found;
      }
      throw fault;
    }
  });
  const result = await fc.check(property, { seed, numRuns: programs, interruptAfterTimeLimit: 600_000 });
  if (result.failed && shortest === undefined) throw result.errorInstance;
  return { seed, programs, operations, refused, ...(shortest !== undefined && { counterexample: shortest }) };
}

async function runProgram(
  oracle: Place,
  subject: Place,
  steps: readonly Operation[],
): Promise<{ readonly refused: number }> {
  const name = `program-${randomBytes(8).toString("hex")}`;
  const known = new Map([[table.slice(1, -1), name]]);
  const ask = async (place: Place, step: Operation): Promise<Fields> =>
    comparable(step, await answerOf(place, step.call, filled(step.input, known)));
  const both = async (step: Operation): Promise<readonly [Fields, Fields]> =>
    Promise.all([ask(oracle, step), ask(subject, step)]);
  const creation = { call: "CreateTable", input: tableInput(name) };
  await both(creation);
  try {
    let refused = 0;
    for (const [index, step] of steps.entries()) {
      const [expected, actual] = await both(step);
      if ("error" in expected) refused += 1;
      requireSame(steps.slice(0, index + 1), "its last operation", expected, actual);
    }
    const scan = { call: "Scan", input: { TableName: name } };
    const [expected, actual] = await both(scan);
    requireSame(steps, "the final state", expected, actual);
    return { refused };
  } finally {
    await both({ call: "DeleteTable", input: { TableName: name } });
  }
}

function requireSame(operations: readonly Operation[], at: string, expected: Fields, actual: Fields): void {
  if (JSON.stringify(expected) === JSON.stringify(actual)) return;
  throw new Differs({ operations, at, expected, actual });
}

async function answerOf(place: Place, call: string, input: Fields): Promise<Fields> {
  try {
    return await callJson(place, dynamodb, call, input);
  } catch (fault) {
    if (!(fault instanceof Error) || fault.name === "TypeError") throw fault;
    const { CancellationReasons, Item } = fault as { readonly CancellationReasons?: unknown; readonly Item?: unknown };
    return { error: fault.name, CancellationReasons, Item };
  }
}

function tableInput(name: string): Fields {
  return {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [
      { AttributeName: "pk", AttributeType: "S" },
      { AttributeName: "sk", AttributeType: "N" },
      { AttributeName: "g", AttributeType: "S" },
      { AttributeName: "h", AttributeType: "N" },
    ],
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: "byGroup",
        KeySchema: [
          { AttributeName: "g", KeyType: "HASH" },
          { AttributeName: "h", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "ALL" },
      },
    ],
  };
}

/** A report for people. */
export function programsText({ seed, programs, operations, refused, counterexample }: ProgramsReport): string {
  if (counterexample === undefined) {
    return `  seed ${seed}: ${programs} programs, ${operations} operations (${refused} refused), no difference`;
  }
  const { operations: steps, at, expected, actual } = counterexample;
  return [
    `  seed ${seed}: differs after ${operations} operations; the shortest program that does, by ${at}:`,
    ...steps.map(({ call, input }, index) => `    ${index + 1}. ${call} ${JSON.stringify(input)}`),
    `    AWS's DynamoDB Local: ${JSON.stringify(expected)}`,
    `    the local cloud:      ${JSON.stringify(actual)}`,
  ].join("\n");
}

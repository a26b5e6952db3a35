import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import type jsonata from "jsonata";
import type { Kernel } from "../../../core/kernel.ts";
import { uuid } from "../../uuid.ts";

/** One compiled JSONata expression. */
export interface Expression {
  /** Without its marks. */
  readonly text: string;
  /**
   * The value as plain JSON, `undefined` where there is none. Rejects with an `EvaluationFault` where it cannot be had,
   * or with an `UnsupportedResult` where it is a function.
   */
  evaluate(bindings: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** JSONata's own refusal: its code and sentence. */
export class EvaluationFault extends Error {
  override readonly name = "EvaluationFault";
}

/** A value that JSON does not have. */
export class UnsupportedResult extends Error {
  override readonly name = "UnsupportedResult";
}

/** Compiles expressions. Throws an `EvaluationFault` where one is none. */
export type Compile = (text: string) => Expression;

/** What $range makes at most. Source: Step Functions Developer Guide, "Transforming data with JSONata". */
const RANGE_MAX = 1_000;
const HASHES: readonly string[] = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];

/** JSONata as Step Functions has it, by the kernel's clock and chance. */
export function createCompiler(kernel: Kernel): Compile {
  return (text) => {
    const library = load();
    const expression = orFault(() => library(text));
    // A random expression evaluated twice at once has two clocks: each is set when its evaluation begins.
    const set = new WeakSet<Date>();
    const hook = (_node: unknown, _input: unknown, { timestamp }: jsonata.Environment): void => {
      if (set.has(timestamp)) return;
      set.add(timestamp);
      timestamp.setTime(kernel.now());
    };
    // JSONata takes a symbol for a name here, though its types do not say so.
    expression.assign(Symbol.for("jsonata.__evaluate_entry") as unknown as string, hook);
    register(kernel, expression);
    return {
      text,
      async evaluate(bindings) {
        const value: unknown = await expression.evaluate(undefined, { ...bindings }).catch((fault: unknown) => {
          throw faultOf(fault);
        });
        return plain(value);
      },
    };
  };
}

const require = createRequire(import.meta.url);
let loaded: typeof jsonata | undefined;

/** Loading the library takes longer than all of an idle service: who has no state machine does without. */
function load(): typeof jsonata {
  // The package exports this function and nothing else.
  loaded ??= require("jsonata") as typeof jsonata;
  return loaded;
}

function orFault<T>(attempt: () => T): T {
  try {
    return attempt();
  } catch (fault) {
    throw faultOf(fault);
  }
}

function faultOf(fault: unknown): Error {
  if (typeof fault !== "object" || fault === null) return new EvaluationFault(String(fault));
  // JSONata throws objects of its own beside errors; both have a message, its own a code too.
  const { code, message } = fault as { readonly code?: unknown; readonly message?: unknown };
  return new EvaluationFault(typeof code === "string" ? `${code}: ${String(message)}` : String(message));
}

/** AWS's functions beside JSONata's, and JSONata's that draw by chance; $eval is not to be had. */
function register(kernel: Kernel, expression: jsonata.Expression): void {
  expression.assign("eval", undefined);
  expression.registerFunction("uuid", () => uuid(kernel), "<:s>");
  expression.registerFunction(
    "random",
    (seed?: number) => (seed === undefined ? kernel.random() : drawn(seed)),
    "<n?:n>",
  );
  expression.registerFunction("shuffle", (list?: unknown[]) => list && shuffled(kernel, list), "<a:a>");
  expression.registerFunction("parse", (text?: string) => (text === undefined ? undefined : parsed(text)), "<s-:x>");
  expression.registerFunction(
    "hash",
    (text?: string, by = "") => (text === undefined ? text : hashed(text, by)),
    "<s-s:s>",
  );
  expression.registerFunction("partition", (list?: unknown[], size = 0) => list && partitioned(list, size), "<an:a>");
  expression.registerFunction("range", (from: number, to: number, step: number) => range(from, to, step), "<nnn:a>");
}

/** The same number for the same seed, from 0 to 1. */
function drawn(seed: number): number {
  return createHash("sha256").update(String(seed)).digest().readUInt32BE(0) / 2 ** 32;
}

function shuffled(kernel: Kernel, list: readonly unknown[]): readonly unknown[] {
  return list
    .map((item) => ({ item, place: kernel.random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new EvaluationFault(`The argument of the function "parse" is no JSON: ${text.slice(0, 100)}`);
  }
}

function hashed(text: string, algorithm: string): string {
  if (!HASHES.includes(algorithm)) {
    throw new EvaluationFault(`The algorithm of the function "hash" must be one of ${HASHES.join(", ")}.`);
  }
  return createHash(algorithm.toLowerCase().replace("-", "")).update(text).digest("hex");
}

function partitioned(list: readonly unknown[], size: number): readonly (readonly unknown[])[] {
  const each = Math.floor(size);
  if (each < 1) throw new EvaluationFault('The chunk size of the function "partition" must be positive.');
  return Array.from({ length: Math.ceil(list.length / each) }, (_, index) =>
    list.slice(index * each, (index + 1) * each),
  );
}

function range(from: number, to: number, step: number): readonly number[] {
  if (step === 0) throw new EvaluationFault('The increment of the function "range" must not be zero.');
  const length = Math.max(0, Math.floor((to - from) / step) + 1);
  if (length > RANGE_MAX) {
    throw new EvaluationFault(`The function "range" makes ${RANGE_MAX} numbers at most.`);
  }
  return Array.from({ length }, (_, index) => from + index * step);
}

/** JSONata's sequences and what is undefined in a value, as JSON has them. */
function plain(value: unknown): unknown {
  if (value === null || typeof value !== "object") {
    if (typeof value === "function") throw new UnsupportedResult();
    return value;
  }
  if (Array.isArray(value)) return value.map((item) => plain(item) ?? null);
  if ("_jsonata_lambda" in value || "_jsonata_function" in value) throw new UnsupportedResult();
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const own = plain(inner);
      return own === undefined ? [] : [[key, own]];
    }),
  );
}

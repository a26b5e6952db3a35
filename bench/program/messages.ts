import type { Properties } from "../../local/core/resource.ts";

/** A resource as the program registered it; an archive or asset in its inputs is an object of its path alone. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
}

/** What the evaluating process is asked to do. */
export type Order =
  /** Evaluate the program for a stack, the classes of these types being loaded. */
  | { readonly order: "program"; readonly stack: string; readonly preload: readonly string[] }
  /** Create these resources one after another, by the classes of their types or without any. */
  | { readonly order: "typed" | "untyped"; readonly stack: string; readonly registered: readonly Registered[] };

/** What came of it. */
export interface Evaluated {
  /** From after the imports until everything is registered, milliseconds. */
  readonly ms: number;
  /** CPU of that time, milliseconds. */
  readonly cpuMs: number;
  readonly registered: readonly Registered[];
}

import { Malformed, type Reader } from "../../core/reader.ts";

/** A state of a definition in Amazon States Language. */
export interface State {
  readonly name: string;
  readonly block: Readonly<Record<string, unknown>>;
  /** Whether a state around this one, a Parallel or a Map, tries again or catches. */
  readonly guarded: boolean;
}

/** A definition, parsed: its own properties, and its states at every depth. */
export interface Definition {
  readonly block: Readonly<Record<string, unknown>>;
  readonly states: readonly State[];
}

/** The definition of a state machine; `undefined` where it has none. Throws `Malformed` where it is no JSON object. */
export function definitionOf(read: Reader): Definition | undefined {
  const text = read.text("definition");
  if (text === undefined) return undefined;
  const block = asBlock(parse(text));
  if (block === undefined) throw new Malformed("definition", "a definition in Amazon States Language");
  return { block, states: statesOf(block, false) };
}

/** Whether a state tries again or catches. */
export function isGuarded(block: State["block"]): boolean {
  return listAt(block, "Retry").length > 0 || listAt(block, "Catch").length > 0;
}

function statesOf(block: State["block"], guarded: boolean): readonly State[] {
  return Object.entries(asBlock(block["States"]) ?? {}).flatMap(([name, value]) => {
    const state = asBlock(value);
    if (state === undefined) return [];
    const inside = [...listAt(state, "Branches"), state["ItemProcessor"], state["Iterator"]];
    const within = inside.flatMap((one) => statesOf(asBlock(one) ?? {}, guarded || isGuarded(state)));
    return [{ name, block: state, guarded }, ...within];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed("definition", "JSON");
  }
}

function asBlock(value: unknown): State["block"] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  // Just looked at: an object that is no list.
  return value as State["block"];
}

function listAt(block: State["block"], name: string): readonly unknown[] {
  const value = block[name];
  return Array.isArray(value) ? value : [];
}

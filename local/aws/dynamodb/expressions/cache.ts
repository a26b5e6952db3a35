import type { Condition, Parsed, PathStep, UpdateAction } from "./ast.ts";
import { parseCondition } from "./parse-condition.ts";
import { parseProjection } from "./parse-projection.ts";
import { parseUpdate } from "./parse-update.ts";

/** The parameters that hold conditions. */
type ConditionParameter = "ConditionExpression" | "FilterExpression" | "KeyConditionExpression";

/** The parsers of all expressions, remembering what they parsed: programs send the same few texts again and again. */
export interface Expressions {
  readonly condition: (text: string, parameter: ConditionParameter) => Parsed<Condition>;
  readonly update: (text: string) => Parsed<readonly UpdateAction[]>;
  readonly projection: (text: string) => Parsed<readonly (readonly PathStep[])[]>;
}

const entriesMax = 1_000;

/** A parser with an empty memory. */
export function createExpressions(): Expressions {
  const updates = remember(parseUpdate);
  const projections = remember(parseProjection);
  const conditions = {
    ConditionExpression: remember((text) => parseCondition(text, "ConditionExpression")),
    FilterExpression: remember((text) => parseCondition(text, "FilterExpression")),
    KeyConditionExpression: remember((text) => parseCondition(text, "KeyConditionExpression")),
  };
  return {
    condition: (text, parameter) => conditions[parameter](text),
    update: updates,
    projection: projections,
  };
}

function remember<Tree>(parse: (text: string) => Tree): (text: string) => Tree {
  const known = new Map<string, Tree>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const parsed = parse(text);
    // A program that builds its texts anew each time must not fill the memory: forgetting all is cheap and rare.
    if (known.size >= entriesMax) known.clear();
    known.set(text, parsed);
    return parsed;
  };
}

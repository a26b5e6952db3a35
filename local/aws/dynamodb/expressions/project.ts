import { attribute, type AttributeValue, type Item } from "../values.ts";
import type { PathStep } from "./ast.ts";
import { type Binding, createBinding } from "./bind-operand.ts";
import { requireApart } from "./overlap.ts";
import { type Path, type Placeholders, resolvePath } from "./placeholders.ts";

/** Resolves a projection's names and refuses paths that overlap. */
export function bindProjection(paths: readonly (readonly PathStep[])[], placeholders: Placeholders): readonly Path[] {
  const binding: Binding = createBinding("ProjectionExpression", placeholders);
  const bound = paths.map((steps) => resolvePath(steps, placeholders, binding.fail));
  requireApart(bound, binding);
  return bound;
}

/** What a projection shows of an item: nested paths keep their place, list members close up. */
export function project(item: Item, paths: readonly Path[]): Item {
  const shown = projected({ M: item }, paths, 0);
  return shown !== undefined && "M" in shown ? shown.M : {};
}

function projected(value: AttributeValue, paths: readonly Path[], at: number): AttributeValue | undefined {
  if (paths.some((path) => path.length === at)) return value;
  const steps = [...new Set(paths.map((path) => path[at]))];
  const below = (step: string | number): readonly Path[] => paths.filter((path) => path[at] === step);
  if ("M" in value) {
    const entries = steps.flatMap((step): [string, AttributeValue][] => {
      const inner = typeof step === "string" ? attribute(value.M, step) : undefined;
      const shown = inner && typeof step === "string" ? projected(inner, below(step), at + 1) : undefined;
      return shown !== undefined && typeof step === "string" ? [[step, shown]] : [];
    });
    return entries.length === 0 ? undefined : { M: Object.fromEntries(entries) };
  }
  if (!("L" in value)) return undefined;
  const indexes = steps.filter((step) => typeof step === "number").sort((one, two) => one - two);
  const members = indexes.flatMap((index) => {
    const inner = value.L[index];
    const shown = inner === undefined ? undefined : projected(inner, below(index), at + 1);
    return shown === undefined ? [] : [shown];
  });
  return members.length === 0 ? undefined : { L: members };
}

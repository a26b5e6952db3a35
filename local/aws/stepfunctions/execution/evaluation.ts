import { isProperties } from "../../inputs.ts";
import type { Template } from "../asl/definition.ts";
import { EvaluationFault, UnsupportedResult } from "../asl/expressions.ts";
import { QueryFailure } from "./failure.ts";

/** What expressions are told: variables by name, and `$states`. */
export interface Occasion {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly states: {
    readonly input: unknown;
    readonly context: Readonly<Record<string, unknown>>;
    readonly result?: unknown;
    readonly errorOutput?: unknown;
  };
}

/** The value of a template. Rejects with a `QueryFailure`. */
export async function evaluate(template: Template, occasion: Occasion): Promise<unknown> {
  switch (template.kind) {
    case "constant":
      return template.value;
    case "list": {
      const items: unknown[] = [];
      for (const item of template.items) items.push(await evaluate(item, occasion));
      return items;
    }
    case "object": {
      const fields: [string, unknown][] = [];
      for (const [name, field] of template.fields) fields.push([name, await evaluate(field, occasion)]);
      return Object.fromEntries(fields);
    }
    case "expression":
      return evaluateExpression(template, occasion);
  }
}

async function evaluateExpression(
  { expression, field }: Template & { readonly kind: "expression" },
  { variables, states }: Occasion,
): Promise<unknown> {
  const about = `The JSONata expression '${expression.text}' specified for the field '${field}'`;
  let value: unknown;
  try {
    value = await expression.evaluate({ ...variables, states });
  } catch (fault) {
    if (fault instanceof UnsupportedResult) {
      throw new QueryFailure(field, `${about} returned an unsupported result type.`);
    }
    if (!(fault instanceof EvaluationFault)) throw fault;
    throw new QueryFailure(field, `${about} threw an error during evaluation. ${fault.message}`);
  }
  if (value === undefined) throw new QueryFailure(field, `${about} returned nothing (undefined).`);
  return value;
}

/** What a field that needs a certain type may be. */
type Wanted = "array" | "boolean" | "number" | "object" | "string";

/** The value of a template of one type. Rejects with a `QueryFailure` where it has another. */
export async function evaluateAs(template: Template, wanted: Wanted, occasion: Occasion): Promise<unknown> {
  const value = await evaluate(template, occasion);
  if (template.kind !== "expression" || typeNamed(value) === wanted) return value;
  const { expression, field } = template;
  throw new QueryFailure(
    field,
    `The JSONata expression '${expression.text}' specified for the field '${field}' returned an unexpected result ` +
      `type. Expected '${wanted}', but was '${typeNamed(value)}' for value: ${JSON.stringify(value)}`,
  );
}

/** A whole number of a field from `least` on; undefined where the field is not there. */
export async function evaluateWhole(
  template: Template | undefined,
  field: string,
  least: number,
  occasion: Occasion,
): Promise<number | undefined> {
  if (template === undefined) return undefined;
  const value = Number(await evaluateAs(template, "number", occasion));
  if (Number.isInteger(value) && value >= least) return value;
  throw new QueryFailure(field, `The ${field} field must be an integer of at least ${least}, but was: ${value}`);
}

/** The variables that an Assign sets; none where there is none. */
export async function evaluateAssign(
  template: Template | undefined,
  occasion: Occasion,
): Promise<Readonly<Record<string, unknown>>> {
  if (template === undefined) return {};
  const value = await evaluate(template, occasion);
  return isProperties(value) ? value : {};
}

function typeNamed(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

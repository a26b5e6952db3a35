import { isProperties } from "../../inputs.ts";
import type { Properties } from "../../../core/resource.ts";
import type { Problem, Template } from "./definition.ts";
import { EvaluationFault, type Compile } from "./expressions.ts";

/** What a definition is read with; what is wrong is collected, not thrown. */
export interface Reading {
  readonly compile: Compile;
  readonly express: boolean;
  readonly problems: Problem[];
  /** What AWS would take and the local cloud does not. */
  readonly notModelled: string[];
  /** Names of states, which are unique across all branches. */
  readonly names: Set<string>;
}

/** One object of a definition, and where it stands. */
export interface Place {
  readonly reading: Reading;
  readonly fields: Properties;
  /** "/States/Pay" */
  readonly location: string;
  /** The same within the state, as run-time errors name it: "Choices[0]/"; "" for the state itself. */
  readonly path: string;
}

/** Notes a problem; `field` where it is one field's. */
export function wrong(place: Place, message: string, field?: string): undefined {
  const location = field === undefined ? place.location : `${place.location}/${field}`;
  place.reading.problems.push({ code: "SCHEMA_VALIDATION_FAILED", message, location: location.replace("//", "/") });
  return undefined;
}

/** Notes what is missing. */
export function requireFields(place: Place, names: readonly string[]): void {
  const missing = names.filter((name) => place.fields[name] === undefined);
  if (missing.length > 0) wrong(place, `These fields are required: [${missing.join(", ")}]`);
}

/** Notes every field that is not among `known`. */
export function requireKnown(place: Place, known: readonly string[]): void {
  for (const name of Object.keys(place.fields)) {
    if (!known.includes(name)) wrong(place, "Field is not supported", name);
  }
}

/** A text field. */
export function text(place: Place, name: string): string | undefined {
  const value = place.fields[name];
  if (value === undefined || typeof value === "string") return value;
  return wrong(place, "Value is not a String", name);
}

/** A list of objects, each with its place. */
export function children(place: Place, name: string): readonly Place[] {
  const value = place.fields[name];
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    wrong(place, "Value is not an Array", name);
    return [];
  }
  return value.flatMap((item: unknown, index) => {
    const location = `${place.location}/${name}[${index}]`;
    if (isProperties(item)) return [{ ...place, fields: item, location, path: `${place.path}${name}[${index}]/` }];
    wrong(place, "Value is not an Object", `${name}[${index}]`);
    return [];
  });
}

/** An object field with its place. */
export function child(place: Place, name: string): Place | undefined {
  const value = place.fields[name];
  if (value === undefined) return undefined;
  if (!isProperties(value)) return wrong(place, "Value is not an Object", name);
  return { ...place, fields: value, location: `${place.location}/${name}` };
}

/** A number field within its bounds. */
export function number(
  place: Place,
  name: string,
  { least, most = Number.MAX_SAFE_INTEGER, whole = true }: { least: number; most?: number; whole?: boolean },
): number | undefined {
  const value = place.fields[name];
  if (value === undefined) return undefined;
  const fits = typeof value === "number" && value >= least && value <= most && (!whole || Number.isInteger(value));
  return fits
    ? value
    : wrong(place, `Value is not ${whole ? "an Integer" : "a Number"} from ${least} to ${most}`, name);
}

/** A number field that may be an expression too. */
export function numberTemplate(
  place: Place,
  name: string,
  bounds: { least: number; most: number },
): Template | undefined {
  if (isExpression(place.fields[name])) return template(place, name);
  const value = number(place, name, bounds);
  return value === undefined ? undefined : { kind: "constant", value };
}

/** A field of any form with expressions in it; undefined where it is absent. */
export function template(place: Place, name: string): Template | undefined {
  const value = place.fields[name];
  return value === undefined ? undefined : compiled(place, value, `${place.path}${name}`);
}

/** Whether a value is an expression as a whole. */
export function isExpression(value: unknown): value is string {
  return typeof value === "string" && value.startsWith("{%") && value.endsWith("%}") && value.length >= 4;
}

function compiled(place: Place, value: unknown, field: string): Template {
  if (isExpression(value)) return expression(place, value.slice(2, -2).trim(), field);
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, index) => compiled(place, item, `${field}[${index}]`));
    return items.every(isConstant) ? { kind: "constant", value } : { kind: "list", items };
  }
  if (!isProperties(value)) return { kind: "constant", value };
  const fields = Object.entries(value).map(([key, item]) => [key, compiled(place, item, `${field}/${key}`)] as const);
  return fields.every(([, inner]) => isConstant(inner)) ? { kind: "constant", value } : { kind: "object", fields };
}

function isConstant(inner: Template): boolean {
  return inner.kind === "constant";
}

function expression(place: Place, source: string, field: string): Template {
  try {
    return { kind: "expression", expression: place.reading.compile(source), field };
  } catch (fault) {
    if (!(fault instanceof EvaluationFault)) throw fault;
    wrong(place, `Invalid JSONata expression: ${fault.message}`, field.slice(place.path.length));
    return { kind: "constant", value: null };
  }
}

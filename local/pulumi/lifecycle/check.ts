import { notModelled } from "../../core/errors.ts";
import type { CheckFailure, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { splitUnknown } from "./unknown.ts";

/** What a check is made of. */
export interface CheckRequest {
  /** The Pulumi name. */
  readonly name: string;
  /** The provider's region. */
  readonly region: string;
  /** The inputs of the resource as it is; empty where it is new. */
  readonly olds: Properties;
  readonly news: Properties;
  /** `length` random hexadecimal digits. */
  randomHex(length: number): string;
}

/** The inputs with what was filled in, and what AWS would refuse. */
export interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

/** Under this name the inputs list what nobody gave and the provider filled in, as the public provider keeps it. */
export const defaultsKey = "__defaults";

/** Random digits at the end of a physical name. */
const nameDigits = 7;

/** Checks the inputs of a resource, and fills in its physical name and its region. */
export function checkInputs(model: ResourceModel, request: CheckRequest): Checked {
  const { inputs, filled } = fillIn(model, request);
  const { known, unknown } = splitUnknown(inputs);
  const failures = [
    ...strangers(model, inputs),
    ...Object.entries(model.inputs).flatMap(([name, rule]) => broken(name, rule, inputs[name], unknown.has(name))),
    ...(model.check?.(known, unknown) ?? []),
  ];
  return { inputs: { ...inputs, [defaultsKey]: filled }, failures };
}

function fillIn(model: ResourceModel, { name, region, olds, news, randomHex }: CheckRequest) {
  const filled: string[] = [];
  const inputs: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(news)) {
    if (value !== undefined && value !== null && key !== defaultsKey) inputs[key] = value;
  }
  for (const [key, { autoName }] of Object.entries(model.inputs)) {
    const prefix = inputs[`${key}Prefix`];
    if (autoName === undefined || inputs[key] !== undefined) continue;
    const end = autoName.end?.(inputs) ?? "";
    const kept = isFilled(olds, key) && end === (autoName.end?.(olds) ?? "") ? olds[key] : undefined;
    const { start = "" } = autoName;
    const room = autoName.lengthMax - nameDigits - 1 - start.length - end.length;
    const stem = typeof prefix === "string" ? prefix : `${start}${name.slice(0, room)}-`;
    const fresh = `${stem}${randomHex(nameDigits)}${end}`;
    inputs[key] = kept ?? (autoName.lowerCase === true ? fresh.toLowerCase() : fresh);
    filled.push(key);
  }
  if (model.global !== true && inputs["region"] === undefined) {
    inputs["region"] = region;
    filled.push("region");
  }
  return { inputs, filled };
}

/** Whether the provider filled in the input `key`. */
export function isFilled(inputs: Properties, key: string): boolean {
  const filled = inputs[defaultsKey];
  return Array.isArray(filled) && filled.includes(key);
}

function strangers(model: ResourceModel, inputs: Properties): readonly CheckFailure[] {
  const known = new Set([...Object.keys(model.inputs), "tags", ...(model.global === true ? [] : ["region"])]);
  return Object.keys(inputs)
    .filter((name) => !known.has(name) && !isSwitchedOff(inputs[name]))
    .map((property) => ({
      property,
      reason: notModelled(`${model.type}.${property}`),
    }));
}

function isSwitchedOff(value: unknown): boolean {
  if (value === false || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function broken(
  property: string,
  { required, json, refusal }: InputRule,
  value: unknown,
  isUnknown: boolean,
): readonly CheckFailure[] {
  if (isUnknown) return [];
  if (value === undefined || (value === "" && required === true)) {
    const reason = `Missing required argument. The argument "${property}" is required, but no definition was found.`;
    return required === true ? [{ property, reason }] : [];
  }
  const reason = (json === true ? notJson(value) : undefined) ?? refusal?.(value);
  return reason === undefined ? [] : [{ property, reason }];
}

function notJson(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  try {
    JSON.parse(value);
    return undefined;
  } catch (fault) {
    return `contains an invalid JSON policy: ${fault instanceof Error ? fault.message : String(fault)}`;
  }
}

import { AwsError, notImplemented } from "../../core/errors.ts";
import { constraintFailed } from "./refusals.ts";
import { isRecord } from "./values.ts";

/** The members of a request or of a part of one. */
export type Input = Readonly<Record<string, unknown>>;

/** A member that is a text; undefined where it is absent. */
export function optionalText(input: Input, member: string): string | undefined {
  const value = input[member] ?? undefined;
  if (value === undefined || typeof value === "string") return value;
  throw wrongKind(member);
}

/** A text that has to be there. */
export function requiredText(input: Input, member: string): string {
  return optionalText(input, member) ?? missing(member);
}

/** A member that is true or false; false where it is absent. */
export function flag(input: Input, member: string): boolean {
  const value = input[member] ?? false;
  if (typeof value === "boolean") return value;
  throw wrongKind(member);
}

/** A whole number; undefined where it is absent. */
export function optionalInteger(input: Input, member: string): number | undefined {
  const value = input[member] ?? undefined;
  if (value === undefined || (typeof value === "number" && Number.isInteger(value))) return value;
  throw wrongKind(member);
}

/** A member that is an object; undefined where it is absent. */
export function optionalRecord(input: Input, member: string): Input | undefined {
  const value = input[member] ?? undefined;
  if (value === undefined || isRecord(value)) return value;
  throw wrongKind(member);
}

/** An object that has to be there. */
export function requiredRecord(input: Input, member: string): Input {
  return optionalRecord(input, member) ?? missing(member);
}

/** A member that is a list; undefined where it is absent. */
export function optionalList(input: Input, member: string): readonly unknown[] | undefined {
  const value = input[member] ?? undefined;
  if (value === undefined || Array.isArray(value)) return value;
  throw wrongKind(member);
}

/** A list of objects that has to be there. */
export function requiredRecords(input: Input, member: string): readonly Input[] {
  const list = optionalList(input, member) ?? missing(member);
  return list.map((entry) => {
    if (isRecord(entry)) return entry;
    throw wrongKind(member);
  });
}

/** One of a few texts; undefined where it is absent. */
export function optionalChoice<Choice extends string>(
  input: Input,
  member: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = optionalText(input, member);
  if (value === undefined) return undefined;
  const choice = choices.find((one) => one === value);
  if (choice !== undefined) return choice;
  throw constraintFailed(`'${value}'`, camel(member), `Member must satisfy enum value set: [${choices.join(", ")}]`);
}

const capacityModes = ["INDEXES", "TOTAL", "NONE"] as const;

/** How much a reply tells of consumed capacity. */
export function capacityMode(input: Input): string | undefined {
  return optionalChoice(input, "ReturnConsumedCapacity", capacityModes);
}

const legacy: ReadonlySet<string> = new Set([
  "Expected",
  "AttributeUpdates",
  "ConditionalOperator",
  "KeyConditions",
  "QueryFilter",
  "ScanFilter",
  "AttributesToGet",
]);

/** Refuses the parameters of before there were expressions. */
export function refuseLegacy(input: Input): void {
  for (const member in input) {
    if (legacy.has(member) && input[member] !== undefined && input[member] !== null) {
      throw notImplemented(`the legacy parameter ${member} of DynamoDB`);
    }
  }
}

function missing(member: string): never {
  throw constraintFailed("null", camel(member), "Member must not be null");
}

function camel(member: string): string {
  return member.slice(0, 1).toLowerCase() + member.slice(1);
}

function wrongKind(member: string): AwsError {
  return new AwsError("SerializationException", `${member} has an unexpected type`);
}

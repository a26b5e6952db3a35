import type { Call } from "../../local/core/call.ts";

/** A call on its way, decoded: both seams hand the same. */
export type Request = Pick<Call, "service" | "action" | "region" | "input">;

/** Whether a call changes anything. */
export function isWrite(action: string): boolean {
  return /Write|Put|Update|Send/.test(action);
}

/** The first table that a call names; empty for a service without tables. */
export function tableOf(input: Request["input"]): string {
  if (typeof input["TableName"] === "string") return input["TableName"];
  const items = input["TransactItems"] ?? input["RequestItems"];
  if (typeof items !== "object" || items === null) return "";
  if (!Array.isArray(items)) return Object.keys(items)[0] ?? "";
  const name = writeIn(items[0])?.["TableName"];
  return typeof name === "string" ? name : "";
}

/** The partitions that a call names: what both seams show alike, whatever their order of fields. */
export function partitionsOf(input: Request["input"]): readonly string[] {
  const items = input["TransactItems"];
  if (Array.isArray(items)) return items.map((item) => partitionIn(writeIn(item)));
  return [partitionIn(input)];
}

/** The items that a transaction names, each by both parts of its key. */
export function itemsOf(input: Request["input"]): readonly string[] {
  const items = input["TransactItems"];
  if (!Array.isArray(items)) return [];
  return items.map((item) => {
    const write = writeIn(item);
    const key = write?.["Item"] ?? write?.["Key"];
    const sort = typeof key === "object" && key !== null && "sk" in key ? textIn(key.sk) : "";
    return `${partitionIn(write)}/${sort}`;
  });
}

function partitionIn(write: Readonly<Record<string, unknown>> | undefined): string {
  const key = write?.["Item"] ?? write?.["Key"] ?? write?.["ExpressionAttributeValues"];
  if (typeof key !== "object" || key === null) return "";
  const [first] = "pk" in key ? [key.pk] : Object.values(key);
  return textIn(first);
}

function textIn(value: unknown): string {
  return typeof value === "object" && value !== null && "S" in value ? String(value.S) : "";
}

function writeIn(item: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof item !== "object" || item === null) return undefined;
  const write: unknown = Object.values(item).find((member) => member !== undefined);
  // A member of a transaction is an object of AWS's field names.
  return typeof write === "object" && write !== null ? (write as Readonly<Record<string, unknown>>) : undefined;
}

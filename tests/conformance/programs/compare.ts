import type { Fields } from "../case.ts";
import type { Operation } from "./operations.ts";

/** Members of an answer whose order means nothing. */
const unorderedLists = new Set(["SS", "NS", "BS"]);
/** Words, which the two choose for themselves. */
const words = new Set(["message", "Message"]);

/** An answer in a form in which two that mean the same are the same. */
export function comparable({ call, input }: Operation, answer: Fields): Fields {
  // A plain value stays an object.
  const plain = withTableCapacity(input, simplified(answer) as Fields);
  switch (call) {
    case "Scan":
      // Partitions come in the order of a hash that is each implementation's own.
      return { ...plain, Items: sorted(plain["Items"]) };
    case "Query":
      return input["IndexName"] === undefined ? plain : { ...plain, Items: sortedWithinTies(plain["Items"]) };
    case "BatchGetItem":
      return { ...plain, Responses: Object.values(plain["Responses"] ?? {}).map((items) => sorted(items)) };
    case "TransactWriteItems":
      return isRefusedUpdate(plain) ? { error: "ValidationException" } : plain;
    default:
      return plain;
  }
}

/**
 * DynamoDB Local tells of consumed capacity where it deletes nothing, asked or not, and charges an index for an item
 * that has only one of its keys.
 */
function withTableCapacity(input: Fields, { ConsumedCapacity: consumed, ...others }: Fields): Fields {
  if (input["ReturnConsumedCapacity"] === undefined || typeof consumed !== "object" || consumed === null) return others;
  return { ...others, ConsumedCapacity: "Table" in consumed ? consumed.Table : undefined };
}

/** Items of one index key come in no order that AWS promises. */
function sortedWithinTies(list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  const runs: Fields[][] = [];
  // Items are objects.
  for (const item of list as readonly Fields[]) {
    const run = runs.at(-1);
    if (run !== undefined && JSON.stringify(run[0]?.["h"]) === JSON.stringify(item["h"])) run.push(item);
    else runs.push([item]);
  }
  return runs.flatMap((run) => sorted(run));
}

/** AWS cancels a transaction whose update cannot be done, with a reason; DynamoDB Local refuses the request. */
function isRefusedUpdate({ CancellationReasons }: Fields): boolean {
  return (
    Array.isArray(CancellationReasons) &&
    CancellationReasons.some((reason: Fields) => reason["Code"] === "ValidationError")
  );
}

function simplified(value: unknown, name = ""): unknown {
  if (Array.isArray(value)) {
    const members = value.map((member) => simplified(member, name === "NS" ? "N" : ""));
    return unorderedLists.has(name) ? sorted(members) : members;
  }
  if (typeof value === "string") return name === "N" ? withoutTrailingZeros(value) : value;
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value)
    .filter(([member, held]) => held !== undefined && !words.has(member))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([member, held]) => [member, simplified(held, member)]));
}

/** DynamoDB Local says "-1.0" of 1.5 - 2.5, where AWS trims zeros. */
function withoutTrailingZeros(number: string): string {
  return number.includes(".") ? number.replace(/\.?0+$/, "") : number;
}

function sorted(list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  return [...list].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

import type { Properties } from "../../core/resource.ts";
import { tagNamed } from "./tag-named.ts";
import type { Lookup } from "./variables.ts";
import { isRecord } from "./policy-values.ts";

/**
 * The condition keys of the tags that a call puts on something or takes away, or gives to a session. Services write
 * them in different ways: as a map, or as a list of keys and values.
 */
export function requestTags(input: Properties): Lookup {
  return (key) => {
    if (key.startsWith("aws:requesttag/")) return tagNamed(tagsIn(input), key.slice("aws:requesttag/".length));
    if (key !== "aws:tagkeys") return undefined;
    const keys = [...Object.keys(tagsIn(input)), ...textsOf(input["TagKeys"]), ...textsOf(input["tagKeys"])];
    return keys.length === 0 ? undefined : keys;
  };
}

function tagsIn(input: Properties): Readonly<Record<string, string>> {
  const given = input["Tags"] ?? input["tags"];
  if (isRecord(given)) return pairsOf(Object.entries(given));
  if (!Array.isArray(given)) return {};
  return pairsOf(given.filter(isRecord).map((tag) => [tag["Key"] ?? tag["TagKey"], tag["Value"] ?? tag["TagValue"]]));
}

function pairsOf(pairs: readonly (readonly unknown[])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.flatMap(([key, value]) => (typeof key === "string" ? [[key, typeof value === "string" ? value : ""]] : [])),
  );
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { diffInputs } from "../../../../../local/pulumi/lifecycle/diff.ts";
import { model } from "./model.ts";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const changes = (olds: Properties, news: Properties, of = model): readonly string[] =>
  diffInputs(of, olds, news).changes.map(
    ({ kind, path, replaces }) => `${kind} ${path}${replaces ? " (replace)" : ""}`,
  );

describe("two sets of inputs", () => {
  it.each<[string, Properties, Properties, readonly string[]]>([
    ["the same", { mode: "FAST" }, { mode: "FAST" }, []],
    ["a changed text", { mode: "FAST" }, { mode: "SLOW" }, ["update mode"]],
    ["a new one", {}, { mode: "FAST" }, ["add mode"]],
    ["one taken away", { mode: "FAST" }, {}, ["delete mode"]],
    ["one that replaces", { name: "a" }, { name: "b" }, ["update name (replace)"]],
    ["another region", { region: "eu-west-1" }, { region: "us-east-1" }, ["update region (replace)"]],
    ["a default said out loud", {}, { seconds: 30 }, []],
    ["a switch said to be off", {}, { settings: false }, []],
    ["a switch turned on", { settings: false }, { settings: true }, ["update settings"]],
    ["a zero where the default is more", {}, { seconds: 0 }, ["add seconds"]],
    ["a default given up", {}, { seconds: 31 }, ["add seconds"]],
    ["a value that AWS chose, no longer given", { keyId: "k" }, {}, []],
    ["a document in another form", { policy: '{"a":1,"b":[]}' }, { policy: { b: [], a: 1 } }, []],
    ["another document", { policy: '{"a":1}' }, { policy: '{"a":2}' }, ["update policy"]],
    ["a list that means a set", { zones: ["a", "b"] }, { zones: ["b", "a"] }, []],
    [
      "a list in another order",
      { settings: ["a", "b"] },
      { settings: ["b", "a"] },
      ["update settings[0]", "update settings[1]"],
    ],
    ["something deep inside", { settings: { a: { b: 1 } } }, { settings: { a: { b: 2 } } }, ["update settings.a.b"]],
    [
      "an empty block inside another, which is a choice",
      { settings: { allow: {} } },
      { settings: { block: {} } },
      ["delete settings.allow", "add settings.block"],
    ],
    ["an empty input, which is none", { settings: {} }, {}, []],
    ["a key that needs quotes", { tags: { "a b": "1" } }, { tags: { "a b": "2" } }, ['update tags["a b"]']],
    ["a value that is not known yet", { mode: "FAST" }, { mode: unknown }, ["update mode"]],
    ["an archive of the same contents elsewhere", archive("/a", "h1"), archive("/b", "h1"), []],
    ["an archive of other contents", archive("/a", "h1"), archive("/a", "h2"), ["update code"]],
  ])("%s", (_what, olds, news, expected) => expect(changes(olds, news)).toEqual(expected));

  it("replace where a type cannot be changed in place", () => {
    const { update: _update, ...fixed } = model;
    expect(changes({ mode: "FAST" }, { mode: "SLOW" }, fixed)).toEqual(["update mode (replace)"]);
  });
});

describe("a replacement", () => {
  const goesFirst = (olds: Properties, news: Properties): boolean => diffInputs(model, olds, news).deleteBeforeReplace;

  it("deletes first where the program fixed the name and keeps it", () => {
    const region = { old: { region: "eu-west-1" }, now: { region: "us-east-1" } };
    expect(goesFirst({ name: "a", ...region.old }, { name: "a", ...region.now })).toBe(true);
    expect(goesFirst({ name: "a" }, { name: "b" })).toBe(false);
  });

  it("creates first where the name was made up", () => {
    const olds = { name: "a-1", region: "eu-west-1", __defaults: ["name"] };
    expect(goesFirst(olds, { name: "a-1", region: "us-east-1", __defaults: ["name"] })).toBe(false);
  });
});

function archive(path: string, hash: string): Properties {
  return { code: { kind: "archive", path, hash } };
}

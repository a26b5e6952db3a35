import { describe, expect, it } from "vitest";
import { compare, isProven, proofJson } from "../../../../cli/permissions/prove/report.ts";
import { isUsed, unitsOf, without } from "../../../../cli/permissions/prove/units.ts";
import type { ActionUsage } from "../../../../local/aws/iam/usage.ts";

const allow = (Action: string | string[], Resource: string | string[]) => ({ Effect: "Allow", Action, Resource });
const policy = (...Statement: readonly object[]) => ({
  role: "api",
  policy: "inline",
  document: JSON.stringify({ Version: "2012-10-17", Statement }),
});
const used = (action: string, resource: string, change: Partial<ActionUsage> = {}): ActionUsage => ({
  principal: "arn:aws:iam::1:role/api",
  service: action.split(":")[0] ?? "",
  action,
  resources: [resource],
  conditions: {},
  allowed: 1,
  denied: 0,
  outcomes: {},
  truncated: false,
  ...change,
});

describe("the grants of a policy", () => {
  it("are its allowed actions times resources, and no refusal", () => {
    const units = unitsOf(policy(allow(["a:A", "a:B"], ["x", "y"]), { ...allow("a:C", "z"), Effect: "Deny" }));
    expect(units.map(({ action, resource }) => `${action} ${resource}`)).toEqual(["a:A x", "a:A y", "a:B x", "a:B y"]);
  });

  it.each([
    ["the only one", [allow("a:A", "x")], undefined],
    ["one action of two", [allow(["a:A", "a:B"], "x")], [allow(["a:B"], "x")]],
    ["one resource of two", [allow("a:A", ["x", "y"])], [allow(["a:A"], ["y"])]],
    [
      "one of four: the others stay",
      [{ Sid: "S", ...allow(["a:A", "a:B"], ["x", "y"]) }],
      [{ Sid: "S", ...allow(["a:B"], ["x", "y"]) }, allow(["a:A"], ["y"])],
    ],
    ["one beside a statement", [allow("a:A", "x"), allow("a:B", "y")], [allow("a:B", "y")]],
  ])("without %s", (_, statements, rest) => {
    const given = policy(...statements);
    const [unit] = unitsOf(given);
    const left = unit === undefined ? undefined : without(given.document, [unit]);
    expect(left === undefined ? undefined : JSON.parse(left)).toEqual(
      rest && { Version: "2012-10-17", Statement: rest },
    );
  });
});

it("an action is taken from all its resources at once, and the others stay where they are", () => {
  const given = policy(allow(["a:A", "a:B"], ["x", "y", "z"]), allow("a:A", "other"));
  const gone = unitsOf(given).filter(({ action, resource }) => action === "a:A" && ["x", "y"].includes(resource));
  expect(JSON.parse(without(given.document, gone) ?? "")["Statement"]).toEqual([
    allow(["a:B"], ["x", "y", "z"]),
    allow(["a:A"], ["z"]),
    allow("a:A", "other"),
  ]);
});

describe("a grant is used", () => {
  it.each([
    ["by its role doing it", used("a:A", "x"), true],
    ["on a resource of its pattern", used("a:A", "p/1"), true],
    ["not by another action", used("a:B", "x"), false],
    ["not on another resource", used("a:A", "y"), false],
    ["not by another role", used("a:A", "x", { principal: "arn:aws:iam::1:role/other" }), false],
    ["not by a call that was denied", used("a:A", "x", { allowed: 0, denied: 1 }), false],
  ])("%s", (_, usage, expected) => {
    const units = unitsOf(policy(allow("a:A", ["x", "p/*"])));
    expect(units.some((unit) => isUsed(unit, [usage]))).toBe(expected);
  });
});

describe("a grant on many keys", () => {
  const Condition = { StringEquals: { "kms:ViaService": "sqs.eu" }, "ForAnyValue:StringEquals": { "kms:Alias": "a" } };
  const units = unitsOf(policy({ ...allow("kms:Decrypt", "key/*"), Condition }));
  const seen = (conditions: ActionUsage["conditions"]) => used("kms:Decrypt", "key/1", { conditions });

  it.each([
    [
      "is used by a call that meets its conditions",
      { "kms:ViaService": ["dynamodb.eu", "sqs.eu"], "kms:Alias": ["a"] },
      true,
    ],
    ["not through another service", { "kms:ViaService": ["dynamodb.eu"], "kms:Alias": ["a"] }, false],
    ["not with another key", { "kms:ViaService": ["sqs.eu"], "kms:Alias": ["b"] }, false],
    ["not by a call without the condition's key", { "kms:ViaService": ["sqs.eu"] }, false],
  ])("%s", (_, conditions, expected) => {
    expect(units.some((unit) => isUsed(unit, [seen(conditions)]))).toBe(expected);
  });
});

describe("the proof", () => {
  const units = unitsOf(policy(allow(["a:A", "a:B"], "x")));
  const trial = (...usage: readonly ActionUsage[]) => [
    { behaviour: { name: "it works", run: () => Promise.resolve() }, usage, ms: 1 },
  ];
  const mutations = units.map((unit) => ({ units: [unit], brokenBy: "it works", how: "denied" as const }));
  const reason = { role: "api", actions: ["a:B"], reason: "Only on the other side of the moon." };
  const none = { justified: [], either: [] };
  const justified = { justified: [reason], either: [] };
  const both = trial(used("a:A", "x"), used("a:B", "x"));

  it("holds where every grant is used and missed", () => {
    const proof = { ...compare(units, both, none), mutations };
    expect(isProven(proof)).toBe(true);
    expect(JSON.parse(proofJson(proof))).toEqual(
      { roles: 1, grants: 2, denied: 0, unused: 0, justified: 0, mutations: 2, survived: 0 }, //
    );
  });

  it.each([
    ["one is never used", compare(units, trial(used("a:A", "x")), none)],
    ["a reason is not needed", compare(units, both, justified)],
    ["a call is denied", compare(units, [...both, ...trial(used("a:C", "x", { denied: 1 }))], none)],
  ])("does not where %s", (_, found) => {
    expect(isProven({ ...found, mutations })).toBe(false);
  });

  it("does not where nobody misses one", () => {
    const survivor = mutations.map((mutation) => ({ ...mutation, brokenBy: undefined, how: undefined }));
    expect(isProven({ ...compare(units, both, none), mutations: survivor })).toBe(false);
  });

  it("holds where a race decides whether a grant is used", () => {
    const seldom = { justified: [{ ...reason, seldom: true as const }], either: [] };
    for (const trials of [both, trial(used("a:A", "x"))]) {
      expect(isProven({ ...compare(units, trials, seldom), mutations })).toBe(true);
    }
  });

  it("holds where of those who do a thing in each other's place one was seen, and not where none was", () => {
    const twins = unitsOf({ ...policy(allow(["a:A"], "x")), role: "api-2" });
    const either = { justified: [], either: [{ ...reason, role: "api*", actions: ["a:A"], of: "roles" as const }] };
    const of = (...usage: readonly ActionUsage[]) =>
      isProven({ ...compare([...units, ...twins], trial(used("a:B", "x"), ...usage), either), mutations });
    expect(of(used("a:A", "x"))).toBe(true);
    expect(of()).toBe(false);
    const other = used("a:A", "x", { principal: "arn:aws:iam::1:role/api-2" });
    expect(of(used("a:A", "x"), other), "all of them, by chance").toBe(true);
  });

  it("fails where nobody is granted what is said of grants in each other's place", () => {
    const either = { justified: [], either: [{ ...reason, role: "gone", actions: ["a:A"], of: "roles" as const }] };
    const found = compare(units, trial(used("a:A", "x"), used("a:B", "x")), either);
    expect(found.idle.map(({ role }) => role)).toEqual(["gone"]);
    expect(isProven({ ...found, mutations })).toBe(false);
  });

  it("holds where each role used one of two resources in each other's place: what another used does not count", () => {
    const twice = ["api", "api-2"].flatMap((role) => unitsOf({ ...policy(allow("a:A", ["x", "y"])), role }));
    const either = { justified: [], either: [{ ...reason, role: "api*", actions: ["a:A"], of: "resources" as const }] };
    const second = used("a:A", "y", { principal: "arn:aws:iam::1:role/api-2" });
    const of = (...usage: readonly ActionUsage[]) =>
      isProven({ ...compare(twice, trial(...usage), either), mutations });
    expect(of(used("a:A", "x"), second)).toBe(true);
    expect(of(used("a:A", "x"))).toBe(false);
  });

  it("holds where what is never used has a reason", () => {
    const found = compare(units, trial(used("a:A", "x")), justified);
    expect(found.justified.map(({ action }) => action)).toEqual(["a:B"]);
    expect(isProven({ ...found, mutations })).toBe(true);
  });
});

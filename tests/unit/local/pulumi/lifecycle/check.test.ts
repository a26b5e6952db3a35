import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { checkInputs } from "../../../../../local/pulumi/lifecycle/check.ts";
import type { Checked } from "../../../../../local/pulumi/lifecycle/check.ts";
import { model } from "./model.ts";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const check = (news: Properties, olds: Properties = {}): Checked =>
  checkInputs(model, {
    name: "inbox",
    region: "eu-west-1",
    olds,
    news,
    randomHex: (length) => "abcdef0".slice(0, length),
  });
const refusals = (news: Properties): readonly string[] =>
  check({ mode: "SLOW", ...news }).failures.map(({ property, reason }) => `${property}: ${reason}`);

describe("inputs that AWS would refuse", () => {
  it.each<[string, Properties, readonly string[]]>([
    ["none", {}, []],
    [
      "a missing one",
      { mode: undefined },
      ['mode: Missing required argument. The argument "mode" is required, but no definition was found.'],
    ],
    [
      "an empty one",
      { mode: "" },
      ['mode: Missing required argument. The argument "mode" is required, but no definition was found.'],
    ],
    ["a value of none of the kinds", { mode: "LAZY" }, ['mode: expected it to be one of ["FAST" "SLOW"], got LAZY']],
    ["a number out of range", { seconds: 61 }, ["seconds: expected it to be in the range (0 - 60), got 61"]],
    ["a pair", { mode: "FAST", seconds: 40 }, ["seconds: a fast thing takes 30 at most"]],
    [
      "what the model does not know",
      { colour: "red" },
      [
        "colour: NotImplemented: The local cloud does not model aws:x/thing:Thing.colour; " +
          "see docs/local-differences.md.",
      ],
    ],
    ["what the model does not know, switched off", { colour: false, shades: [], more: {} }, []],
    ["tags and a region, which every type has", { tags: { a: "b" }, region: "us-east-1" }, []],
    [
      "values that are not known yet",
      { mode: unknown, seconds: unknown, policy: unknown, settings: { a: unknown } },
      [],
    ],
  ])("%s", (_what, news, expected) => expect(refusals(news)).toEqual(expected));

  it("names a document that is none", () => {
    expect(refusals({ policy: "{" })).toEqual([expect.stringMatching(/^policy: contains an invalid JSON policy: /)]);
  });
});

describe("what is filled in", () => {
  it("is a name with a random end, and the region of the provider", () => {
    expect(check({ mode: "SLOW" }).inputs).toEqual({
      mode: "SLOW",
      name: "inbox-abcdef0",
      region: "eu-west-1",
      __defaults: ["name", "region"],
    });
  });

  it("is the end of a prefix", () => {
    expect(check({ mode: "SLOW", namePrefix: "shelf" }).inputs["name"]).toBe("shelfabcdef0");
  });

  it("is never longer than a name may be", () => {
    const request = { name: "a".repeat(50), region: "eu-west-1", olds: {}, news: {}, randomHex: () => "abcdef0" };
    expect(checkInputs(model, request).inputs["name"]).toBe(`${"a".repeat(12)}-abcdef0`);
  });

  it("stays what it was, as long as nobody gives another", () => {
    const olds = { name: "inbox-1234567", region: "eu-west-1", __defaults: ["name", "region"] };
    expect(check({ mode: "SLOW" }, olds).inputs["name"]).toBe("inbox-1234567");
    expect(check({ mode: "SLOW", name: "mine" }, olds).inputs).toMatchObject({ name: "mine", __defaults: ["region"] });
  });

  it("is chosen anew where the name was given and is given no more", () => {
    expect(check({ mode: "SLOW" }, { name: "mine", __defaults: [] }).inputs["name"]).toBe("inbox-abcdef0");
  });
});

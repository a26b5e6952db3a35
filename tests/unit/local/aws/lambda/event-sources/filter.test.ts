import { describe, expect, it } from "vitest";
import { compilePattern } from "../../../../../../local/aws/lambda/event-sources/filter.ts";

const record = {
  eventName: "INSERT",
  dynamodb: { NewImage: { kind: { S: "transfer" }, amount: { N: "5" }, tags: ["a", "b"], gone: null } },
};

describe("a filter pattern", () => {
  it.each([
    ["a value", { eventName: ["INSERT"] }, true],
    ["one of several values", { eventName: ["MODIFY", "INSERT"] }, true],
    ["another value", { eventName: ["REMOVE"] }, false],
    ["a nested value", { dynamodb: { NewImage: { kind: { S: ["transfer"] } } } }, true],
    ["all of several fields", { eventName: ["INSERT"], dynamodb: { NewImage: { amount: { N: ["6"] } } } }, false],
    ["any member of a list", { dynamodb: { NewImage: { tags: ["b"] } } }, true],
    ["null", { dynamodb: { NewImage: { gone: [null] } } }, true],
    ["null where the field is absent", { dynamodb: { NewImage: { other: [null] } } }, false],
    ["a prefix", { dynamodb: { NewImage: { kind: { S: [{ prefix: "trans" }] } } } }, true],
    ["another prefix", { eventName: [{ prefix: "X" }] }, false],
    ["presence", { dynamodb: { NewImage: { kind: { S: [{ exists: true }] } } } }, true],
    ["absence", { dynamodb: { OldImage: { kind: [{ exists: false }] } } }, true],
    ["anything but a value", { eventName: [{ "anything-but": ["REMOVE"] }] }, true],
    ["anything but what it is", { eventName: [{ "anything-but": ["INSERT"] }] }, false],
    ["anything but a prefix", { eventName: [{ "anything-but": { prefix: "INS" } }] }, false],
  ])("of %s", (_case, pattern, passes) => {
    expect(compilePattern(JSON.stringify(pattern))(record, true)).toBe(passes);
  });

  it.each([
    ["numeric", { a: [{ numeric: [">", 5] }] }],
    ["suffix", { a: [{ suffix: "x" }] }],
    ["$or", { $or: [{ a: ["x"] }] }],
    ["anything-but suffix", { a: [{ "anything-but": { suffix: "x" } }] }],
  ])("with %s is refused by name", (name, pattern) => {
    expect(() => compilePattern(JSON.stringify(pattern))).toThrow(`the filter rule ${name}`);
  });
});

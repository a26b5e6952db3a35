import { describe, expect, it } from "vitest";
import { plainProperties, resourceReference, signatures } from "../../../../local/pulumi/wire.ts";

const marked = (signature: string, fields: object): object => ({ [signatures.key]: signature, ...fields });

describe("properties of a program made plain", () => {
  const cases: readonly [string, unknown, unknown][] = [
    ["a plain value", { a: [1, "b", null, true] }, { a: [1, "b", null, true] }],
    ["a secret", marked(signatures.secret, { value: "s" }), "s"],
    ["a secret within a list", [marked(signatures.secret, { value: { deep: 1 } })], [{ deep: 1 }]],
    ["a resource", resourceReference("urn:x", "the-id"), "the-id"],
    ["a component", marked(signatures.resource, { urn: "urn:x" }), "urn:x"],
    ["a file", marked(signatures.asset, { path: "a.txt" }), { kind: "asset", path: "/program/a.txt" }],
    ["an archive", marked(signatures.archive, { path: "/abs" }), { kind: "archive", path: "/abs" }],
    ["a text", marked(signatures.asset, { text: "hello" }), { kind: "text", text: "hello" }],
  ];
  it.each(cases)("%s", (_name, wire, plain) => {
    expect(plainProperties({ it: wire }, "/program")).toEqual({ it: plain });
  });

  it("refuses an archive from elsewhere", () => {
    const remote = marked(signatures.archive, { uri: "https://example.com/a.zip" });
    expect(() => plainProperties({ it: remote }, "/program")).toThrow(
      "Only an archive with a path on this machine can be used in the local cloud.",
    );
  });
});

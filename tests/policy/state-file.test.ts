import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readStateFile } from "../../cli/policy/state-file.ts";
import { UserError } from "../../local/core/errors.ts";
import { UNKNOWN } from "../../policy/core/reader.ts";
import { urnOf } from "./small-graph.ts";

const directory = mkdtempSync(path.join(tmpdir(), "payment-cells-policy-"));
const signature = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";

function stateOf(content: unknown): string {
  const file = path.join(directory, "state.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

const queue = {
  urn: urnOf("inbox"),
  type: "aws:sqs/queue:Queue",
  custom: true,
  id: "https://sqs/inbox",
  inputs: { __defaults: ["name"], name: "inbox", colour: { [signature]: secret, ciphertext: "x" } },
  outputs: { arn: "arn:aws:sqs:eu-west-1:111122223333:inbox" },
  protect: true,
  propertyDependencies: { name: null, colour: [urnOf("paint")] },
};

afterAll(() => rmSync(directory, { recursive: true }));

describe("a state file", () => {
  it("gives what was asked for and what came of it; what is encrypted in it is not known", () => {
    const { name, resources } = readStateFile(stateOf({ version: 3, deployment: { resources: [queue] } }));
    expect(name).toBe("one");
    expect(resources).toEqual([
      {
        urn: queue.urn,
        type: queue.type,
        name: "inbox",
        protect: true,
        properties: { name: "inbox", colour: UNKNOWN },
        outputs: { arn: queue.outputs.arn, id: queue.id },
        propertyDependencies: { name: [], colour: [urnOf("paint")] },
      },
    ]);
  });

  it("is also read as backends keep it, without components and what is about to be deleted", () => {
    const component = { urn: urnOf("shelf"), type: "my:shelf:Shelf" };
    const resources = [component, queue, { ...queue, delete: true }];
    expect(readStateFile(stateOf({ version: 3, checkpoint: { latest: { resources } } })).resources).toHaveLength(1);
  });

  it("gives secrets that were exported in plain text", () => {
    const inputs = { colour: { [signature]: secret, plaintext: '"red"' } };
    const { resources } = readStateFile(stateOf({ version: 3, deployment: { resources: [{ ...queue, inputs }] } }));
    expect(resources[0]?.properties).toEqual({ colour: "red" });
  });

  it.each([
    ["no { JSON", /state\.json: /],
    [{ version: 3 }, /it is no state of a stack/],
    [{ version: 3, deployment: { resources: [{ urn: "queue", type: "x" }] } }, /it is no state of a stack/],
    [{ version: 3, deployment: {} }, /it has no resources/],
  ])("that is none is refused by name: %j", (content, message) => {
    const read = (): unknown => readStateFile(stateOf(content));
    expect(read).toThrow(UserError);
    expect(read).toThrow(message);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readStackConfig } from "../../../../local/pulumi/config.ts";
import { readProject } from "../../../../local/pulumi/project.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "project-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

function read(project: string, stack: string, overrides?: Record<string, unknown>) {
  writeFileSync(path.join(directory, "Pulumi.yaml"), `name: shop\nruntime: nodejs\n${project}`);
  writeFileSync(path.join(directory, "Pulumi.dev.yaml"), stack);
  return readStackConfig(readProject(directory), "dev", overrides);
}

describe("configuration as the engine hands it to a program", () => {
  const cases: readonly [string, string, string, Record<string, string>][] = [
    ["a plain value of the project", "config: { size: 3 }", "{}", { "shop:size": "3" }],
    ["a default of the project", "config: { on: { type: boolean, default: true } }", "{}", { "shop:on": "true" }],
    ["a value of another namespace", "config: { aws:region: eu-west-1 }", "{}", { "aws:region": "eu-west-1" }],
    ["a list as JSON", "config: { zones: [a, b] }", "{}", { "shop:zones": '["a","b"]' }],
    ["an object as JSON", "config: { cell: { value: { n: 1 } } }", "{}", { "shop:cell": '{"n":1}' }],
    ["the stack over the project", "config: { size: 3 }", "config: { shop:size: 4 }", { "shop:size": "4" }],
    ["a stack's key without namespace", "", "config: { size: 4 }", { "shop:size": "4" }],
    ["a key of the old form", "", "config: { shop:config:size: 4 }", { "shop:size": "4" }],
  ];
  it.each(cases)("%s", (_name, project, stack, expected) => {
    expect(read(project, stack).config).toEqual(expected);
  });

  it("puts overrides over both", () => {
    expect(read("config: { size: 3 }", "config: { size: 4 }", { size: 5 }).config).toEqual({ "shop:size": "5" });
  });

  it("knows which keys are secret, and what stands in for what it cannot decrypt", () => {
    const { config, secretKeys } = read(
      "config: { open: { type: string, secret: true, default: x } }",
      'config: { keys: [{ secure: "v1:a" }, { secure: "v1:a" }] }',
    );
    expect(secretKeys).toEqual(["shop:open", "shop:keys"]);
    const [first, second] = JSON.parse(config["shop:keys"] ?? "[]");
    expect(first).toMatch(/^local-[0-9a-f]{40}$/);
    expect(second).not.toBe(first);
  });
});

describe("a configuration that cannot be", () => {
  const cases: readonly [string, string, string, string][] = [
    [
      "a value that nobody gives",
      "config: { size: { type: integer } }",
      "{}",
      "Pulumi.dev.yaml: config.shop:size is missing; ",
    ],
    [
      "an object that does not say value",
      "config: { cell: { n: 1 } }",
      "{}",
      'Pulumi.yaml: config.cell.n: an object goes under "value" or "default".',
    ],
    [
      "an environment",
      "",
      "environment: [prod]",
      "Pulumi.dev.yaml: environment: the local cloud has no Pulumi ESC; give the values under config.",
    ],
    ["a list where keys are expected", "", "config: [a]", "Pulumi.dev.yaml: config: expected keys with values."],
    ["a main that is not there", "main: lost", "{}", "Pulumi.yaml: main: there is no "],
    ["text that is not YAML", "", "config: {", "Pulumi.dev.yaml: YAMLParseError"],
  ];
  it.each(cases)("%s", (_name, project, stack, message) => {
    expect(() => read(project, stack)).toThrow(`${directory}${path.sep}${message}`);
  });
});

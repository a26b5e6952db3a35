import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { root } from "../../../infra/bundles/paths.ts";
import { ConfigError, localAccount, parseConfig } from "../../../infra/config.ts";
import { readStackConfig } from "../../../local/pulumi/config.ts";
import { readProject } from "../../../local/pulumi/project.ts";

const eu = {
  name: "eu",
  region: "eu-west-1",
  residency: "EU",
  network: 0,
  standIns: ["us"],
  near: ["Europe/"],
  stages: ["prod", "staging"],
};
const us = {
  name: "us",
  region: "us-east-1",
  residency: "US",
  network: 1,
  standIns: ["eu"],
  near: ["America/"],
  stages: ["prod"],
};
const bank = {
  url: "https://rail.bank.example/v1",
  name: "Cells",
  iban: "DE89370400440532013000",
  bic: "COBADEFF",
};
const secrets = ["first-secret-of-thirty-two-letters", "second-secret-of-thirty-two-letters"];

const good: Readonly<Record<string, unknown>> = {
  "payment-cells:account": "210987654321",
  "payment-cells:domain": "pay.example.com",
  "payment-cells:zoneId": "Z0123456789",
  "payment-cells:authority": { replicas: ["eu-west-1", "eu-central-1"], witness: "eu-west-3" },
  "payment-cells:bank": bank,
  "payment-cells:cells": [eu, us],
  "payment-cells:size": "full",
  "payment-cells:originSecrets": secrets,
  "aws:region": "eu-west-1",
};

/** As the engine hands values on: structured ones as JSON, others as text. */
function parse(stack: string, changes: Readonly<Record<string, unknown>> = {}) {
  const values = { ...good, ...changes };
  return parseConfig(stack, (key) => {
    const value = values[key];
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
  });
}

function faultsOf(stack: string, changes: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    parse(stack, changes);
    return [];
  } catch (fault) {
    if (fault instanceof ConfigError) {
      return fault.faults;
    }
    throw fault;
  }
}

describe("a configuration without faults", () => {
  it("of a cell's stack names the stage, the cell and its settings", () => {
    expect(parse("prod-eu")).toEqual({
      stage: {
        name: "prod",
        account: "210987654321",
        zoneId: "Z0123456789",
        domain: "pay.example.com",
        authority: { replicas: ["eu-west-1", "eu-central-1"], witness: "eu-west-3" },
        bank,
        cells: [eu, us],
      },
      target: { kind: "cell", cell: eu },
      size: "full",
      originSecrets: secrets,
      alarmsTo: [],
      protect: true,
      archiveLock: { mode: "COMPLIANCE", days: 3653 },
    });
  });

  it("of another stage has that stage's cells and a domain of its own", () => {
    const { stage, target } = parse("staging-global", { "payment-cells:size": "small" });
    expect(stage.cells.map((cell) => cell.name)).toEqual(["eu"]);
    expect(stage.domain).toBe("staging.pay.example.com");
    expect(target).toEqual({ kind: "global" });
  });

  it("lets a stack be torn down by protect: false", () => {
    expect(parse("prod-eu", { "payment-cells:protect": "false" }).protect).toBe(false);
  });
});

const own = "Pulumi.prod-eu.yaml";
const cell = (changes: object) => ({ "payment-cells:cells": [{ ...eu, ...changes }, us] });
const faults: readonly (readonly [fault: string, changes: Readonly<Record<string, unknown>>, line: string])[] = [
  [
    "a bank that is reached in the clear",
    { "payment-cells:bank": { ...bank, url: "http://rail.bank.example" } },
    "Pulumi.yaml: payment-cells:bank.url: expected an https address without a slash at the end, " +
      'got "http://rail.bank.example".',
  ],
  [
    "an account of eleven digits",
    { "payment-cells:account": "12345678901" },
    'Pulumi.yaml: payment-cells:account: expected the twelve digits of an AWS account, got "12345678901".',
  ],
  [
    "an alarm to neither an address nor a URL",
    { "payment-cells:alarmsTo": ["oncall@example.com", "http://pager.example.com"] },
    `${own}: payment-cells:alarmsTo[1]: expected an e-mail address or an https URL, got "http://pager.example.com".`,
  ],
  [
    "no domain",
    { "payment-cells:domain": undefined },
    'Pulumi.yaml: payment-cells:domain: expected a domain such as "pay.example.com", got nothing.',
  ],
  [
    "one authority region twice",
    { "payment-cells:authority": { replicas: ["eu-west-1", "eu-west-1"], witness: "eu-west-3" } },
    'Pulumi.yaml: payment-cells:authority.replicas: expected two different regions, got "2 values".',
  ],
  [
    "a witness that is a replica",
    { "payment-cells:authority": { replicas: ["eu-west-1", "eu-west-3"], witness: "eu-west-3" } },
    'Pulumi.yaml: payment-cells:authority.witness: expected a third region beside the two replicas, got "eu-west-3".',
  ],
  [
    "no cell",
    { "payment-cells:cells": [] },
    "Pulumi.yaml: payment-cells:cells: expected a list of at least one cell, got [].",
  ],
  [
    "a region that is none",
    cell({ region: "europe" }),
    'Pulumi.yaml: payment-cells:cells[0].region: expected an AWS region such as "eu-west-1", got "europe".',
  ],
  [
    "a name with a hyphen",
    cell({ name: "eu-1" }),
    "Pulumi.yaml: payment-cells:cells[0].name: " +
      'expected a lower-case letter and up to seven letters or digits, got "eu-1".',
  ],
  [
    "a network outside 10.0.0.0/8",
    cell({ network: 256 }),
    "Pulumi.yaml: payment-cells:cells[0].network: expected a whole number from 0 to 255, got 256.",
  ],
  [
    "a network that another cell has",
    cell({ network: 1 }),
    "Pulumi.yaml: payment-cells:cells[1].network: expected a number that no other cell has, got 1.",
  ],
  [
    "a region that another cell of the stage has",
    { "payment-cells:cells": [eu, { ...us, region: "eu-west-1" }] },
    'Pulumi.yaml: payment-cells:cells[1].region: expected a region where the stage has no other cell, got "eu-west-1".',
  ],
  [
    "a stand-in that is the cell itself",
    cell({ standIns: ["eu"] }),
    'Pulumi.yaml: payment-cells:cells[0].standIns[0]: expected another cell of the registry, got "eu".',
  ],
  [
    "a key with a slip of the pen",
    cell({ residence: "EU" }),
    "Pulumi.yaml: payment-cells:cells[0].residence: " +
      'expected no such key, but name, region, residency, network, standIns, near, stages, got "EU".',
  ],
  [
    "an unknown size",
    { "payment-cells:size": "medium" },
    `${own}: payment-cells:size: expected "small" or "full", got "medium".`,
  ],
  [
    "the same secret twice",
    { "payment-cells:originSecrets": [secrets[0], secrets[0]] },
    `${own}: payment-cells:originSecrets: ` +
      'expected two different secrets: the one that the edge sends, and the next, got "2 values".',
  ],
  [
    "a short secret, which is not shown",
    { "payment-cells:originSecrets": ["hunter2", secrets[1]] },
    `${own}: payment-cells:originSecrets[0]: ` +
      "expected 32 to 128 printable characters without spaces, got something else.",
  ],
  [
    "another region than the registry's",
    { "aws:region": "us-east-1" },
    `${own}: aws:region: expected "eu-west-1", where Pulumi.yaml puts this stack, got "us-east-1".`,
  ],
  [
    "no region",
    { "aws:region": undefined },
    `${own}: aws:region: expected an AWS region such as "eu-west-1", got nothing.`,
  ],
  [
    "a protect that is neither true nor false",
    { "payment-cells:protect": "maybe" },
    `${own}: payment-cells:protect: expected true or false, got "maybe".`,
  ],
  [
    "a lock that is none",
    { "payment-cells:archiveLock": { mode: "NONE", days: 1 } },
    `${own}: payment-cells:archiveLock.mode: expected "COMPLIANCE" or "GOVERNANCE", got "NONE".`,
  ],
  [
    "a lock that can be got round, in prod and a real account",
    { "payment-cells:archiveLock": { mode: "GOVERNANCE", days: 1 } },
    `${own}: payment-cells:archiveLock.mode: expected COMPLIANCE, for account 210987654321 is a real one, ` +
      'got "GOVERNANCE".',
  ],
  [
    "the local cloud's secrets in a real account",
    { "payment-cells:originSecrets": ["local-only-origin-secret-current", "local-only-origin-secret-next-up"] },
    `${own}: payment-cells:originSecrets: expected secrets of your own (\`cells init prod-eu\` makes them), ` +
      'for account 210987654321 is a real one, got "the local cloud\'s".',
  ],
];

describe("a fault is told with file, key and what was expected", () => {
  it.each(faults)("%s", (_fault, changes, line) => {
    expect(faultsOf("prod-eu", changes)).toEqual([line]);
  });

  it("the local cloud's secrets are none in the local account", () => {
    const local = ["local-only-origin-secret-current", "local-only-origin-secret-next-up"];
    const changes = { "payment-cells:account": localAccount, "payment-cells:originSecrets": local };
    expect(faultsOf("prod-eu", changes)).toEqual([]);
  });

  it("a stack that no cell has names those that could be meant", () => {
    expect(faultsOf("prod-mars", {})).toEqual([
      "Pulumi.prod-mars.yaml: the stack's name: " +
        'expected one of "prod-global", "prod-eu", "prod-us", by the registry in Pulumi.yaml, got "prod-mars".',
    ]);
  });

  it("a stack whose stage nobody has", () => {
    expect(faultsOf("test-eu", {})).toEqual([
      "Pulumi.test-eu.yaml: the stack's name: " +
        'expected "STAGE-CELL" or "STAGE-global" with a stage of the registry\'s cells, got "test-eu".',
    ]);
  });

  it("all faults at once, not the first only", () => {
    const changes = { "payment-cells:domain": "nowhere", "payment-cells:size": "huge", "aws:region": "mars" };
    expect(faultsOf("prod-eu", changes).map((fault) => fault.split(": expected")[0])).toEqual([
      "Pulumi.yaml: payment-cells:domain",
      `${own}: payment-cells:size`,
      `${own}: aws:region`,
    ]);
    expect(() => parse("prod-eu", changes)).toThrow(
      "The configuration cannot be used:\n  Pulumi.yaml: payment-cells:domain",
    );
  });
});

describe("the project's own files", () => {
  it.each(["prod-eu", "prod-us", "prod-global", "staging-eu", "staging-global"])("%s", (stack) => {
    const { config } = readStackConfig(readProject(root), stack);
    expect(parseConfig(stack, (key) => config[key]).stage.name).toBe(stack.split("-")[0]);
  });

  it("say of every checked-in secret that it is the local cloud's", () => {
    expect(readFileSync(`${root}Pulumi.prod-eu.yaml`, "utf8")).toMatch(
      /# .*the\n  # local cloud \(local-only-…\) are accepted by no account but 111122223333/,
    );
  });
});

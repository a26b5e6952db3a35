import { describe, expect, it } from "vitest";
import { parseEnv } from "../../../../functions/watcher/env.ts";

const CELLS = '[{"name":"eu","origin":"eu.origin.pay.example.com","standIns":["us"]}]';
const VARIABLES = {
  AWS_REGION: "eu-west-1",
  AUTHORITY_TABLE: "prod-authority",
  AUTHORITY_REGIONS: "eu-west-1,eu-central-1",
  CELLS,
  ORIGIN_SECRET: "edge-secret",
  KEY_VALUE_STORE_ARN: "arn:aws:cloudfront::111122223333:key-value-store/routes",
};

it("what the program sets is read", () => {
  expect(parseEnv(VARIABLES)).toMatchObject({
    authorityRegions: ["eu-west-1", "eu-central-1"],
    cells: [{ name: "eu", origin: "eu.origin.pay.example.com", standIns: ["us"] }],
    awsEndpoint: undefined,
  });
});

describe("a registry that is malformed", () => {
  it.each([
    ['{"name":"eu"}'],
    ['["eu"]'],
    ["[null]"],
    ['[{"name":"EU!","origin":"o","standIns":[]}]'],
    ['[{"name":"eu","standIns":[]}]'],
    ['[{"name":"eu","origin":"o"}]'],
    ['[{"name":"eu","origin":"o","standIns":[1]}]'],
  ])("is refused: %s", (cells) => {
    expect(() => parseEnv({ ...VARIABLES, CELLS: cells })).toThrow("CELLS lists no cells");
  });
});

it.each(Object.keys(VARIABLES))("a missing %s is named", (name) => {
  expect(() => parseEnv({ ...VARIABLES, [name]: undefined })).toThrow(name);
});

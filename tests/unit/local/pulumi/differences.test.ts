import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createLocalCloud } from "../../../../local/cloud.ts";
import type { Kernel } from "../../../../local/core/kernel.ts";
import { differences } from "../../../../local/differences.ts";
import { renderDifferences } from "../../../../local/pulumi/differences.ts";
import { standings } from "../../../../local/pulumi/standing.ts";

const kernel: Kernel = { now: () => 0, random: () => 0.5, after: () => () => undefined };
const document = fileURLToPath(new URL("../../../../docs/local-differences.md", import.meta.url));

describe("docs/local-differences.md", () => {
  it("says what the models say", async () => {
    const { models, functions } = createLocalCloud({ kernel, awsEndpoint: () => "", onFault: () => undefined });
    const rendered = renderDifferences({ standings: standings(models), functions, differences });
    await expect(rendered).toMatchFileSnapshot(document);
  });
});

describe("the standing of resource types", () => {
  it("lists no type twice, and every type by name", () => {
    const { models } = createLocalCloud({ kernel, awsEndpoint: () => "", onFault: () => undefined });
    const types = standings(models).map((standing) => standing.type);
    expect(types).toEqual([...new Set(types)].toSorted());
    expect(types).toContain("awsx:ec2:Vpc");
  });
});

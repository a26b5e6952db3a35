import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { root } from "../../infra/bundles/paths.ts";
import { evaluateStack, type Evaluation, type Recorded } from "./evaluate.ts";

const ap = {
  name: "ap",
  region: "ap-southeast-2",
  residency: "APAC",
  network: 2,
  standIns: ["us"],
  near: ["Australia/"],
  stages: ["prod"],
};

/** Adds one registry entry and one stack file to a copy of the project's own; the program stays where it is. */
async function addCell(folder: string): Promise<void> {
  const files = (await readdir(root)).filter((name) => /^Pulumi.*\.yaml$/.test(name));
  await Promise.all(files.map((name) => cp(path.join(root, name), path.join(folder, name))));
  const project = parse(await readFile(path.join(folder, "Pulumi.yaml"), "utf8"));
  project.main = path.join(root, project.main);
  project.config["payment-cells:cells"].value.push(ap);
  await writeFile(path.join(folder, "Pulumi.yaml"), stringify(project));
  const stack = parse(await readFile(path.join(folder, "Pulumi.prod-us.yaml"), "utf8"));
  stack.config["aws:region"] = ap.region;
  await writeFile(path.join(folder, "Pulumi.prod-ap.yaml"), stringify(stack));
}

const key = (one: Recorded) => `${one.type} ${one.parent}/${one.name}`;

/** The resources that differ, by what they are. */
function differences(before: Evaluation, after: Evaluation): readonly string[] {
  const [old, young] = [before, after].map(
    ({ resources }) => new Map(resources.map((one) => [key(one), JSON.stringify(one)])),
  );
  const keys = new Set([...(old?.keys() ?? []), ...(young?.keys() ?? [])]);
  return [...keys].filter((one) => old?.get(one) !== young?.get(one)).sort();
}

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "third-cell-"));
  await addCell(folder);
});
afterAll(() => rm(folder, { recursive: true }));

describe("a third cell: one registry entry and one stack file", () => {
  it.each(["prod-eu", "prod-us", "staging-eu", "staging-global"])("leaves %s as it is", async (stack) => {
    expect(differences(await evaluateStack(stack), await evaluateStack(stack, folder))).toEqual([]);
  });

  it("changes in prod-global origins and table of the edge, who is watched and shown, whom a plan pairs", async () => {
    const before = await evaluateStack("prod-global");
    const after = await evaluateStack("prod-global", folder);
    const watched = ["eu-central-1", "eu-west-1"].flatMap((region) => {
      const watcher = `Watcher edge-watcher-${region}/edge-watcher-${region}`;
      return [
        `aws:cloudwatch/logMetricFilter:LogMetricFilter ${watcher}-unwell-ap`,
        `aws:cloudwatch/metricAlarm:MetricAlarm ${watcher}-unwell-ap`,
        `aws:lambda/function:Function ${watcher}`,
      ];
    });
    expect(differences(before, after)).toEqual(
      [
        "aws:arcregionswitch/plan:Plan RegionSwitch edge-region-switch/edge-region-switch-prod-us-ap",
        "aws:cloudfront/distribution:Distribution EdgeRouter edge-router/edge-router",
        "aws:cloudfront/function:Function EdgeRouter edge-router/edge-router",
        "aws:cloudwatch/dashboard:Dashboard Overview edge-overview/edge-overview",
        "aws:iam/rolePolicy:RolePolicy RegionSwitch edge-region-switch/edge-region-switch-approver",
        "aws:iam/rolePolicy:RolePolicy RegionSwitch edge-region-switch/edge-region-switch-execution",
        ...watched,
      ].sort(),
    );
  });

  it("is a joiner like the second", async () => {
    const shape = ({ resources }: Evaluation, cell: string) =>
      resources.map((one) => key(one).replaceAll(new RegExp(`\\b${cell}\\b`, "g"), "CELL")).sort();
    const [second, third] = [await evaluateStack("prod-us", folder), await evaluateStack("prod-ap", folder)];
    expect(shape(third, "ap")).toEqual(shape(second, "us"));
    expect(third.outputs["originHost"]).toBe("ap.origin.pay.example.com");
  });
});

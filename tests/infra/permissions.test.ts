import { describe, expect, it } from "vitest";
import { projectDirectory, readDeployment } from "../../cli/deployment.ts";
import { readJustifications } from "../../cli/permissions/prove/justifications.ts";
import { compareWithRecord, readRecord } from "../../cli/permissions/prove/record.ts";
import { unitsOf, type GrantUnit } from "../../cli/permissions/prove/units.ts";
import { evaluateGraphs } from "../../cli/policy/graph.ts";

/** Every grant of the deployed stage, as the program has it now. */
async function granted(): Promise<readonly GrantUnit[]> {
  const { stacks, zone } = readDeployment();
  const graphs = await evaluateGraphs(stacks, zone);
  const policies = graphs.flatMap(({ resources }) => resources.filter(({ type }) => type.endsWith(":RolePolicy")));
  return policies.flatMap(({ name, properties }) =>
    unitsOf({ role: String(properties["role"]), policy: name, document: String(properties["policy"]) }),
  );
}

describe("least privilege", () => {
  it("holds: whatever is granted was used when it was proven last, or has a reason", async () => {
    const [units, record, reasons] = await Promise.all([
      granted(),
      readRecord(projectDirectory),
      readJustifications(projectDirectory),
    ]);
    const { unproven, gone } = compareWithRecord(units, record, reasons);
    expect(unproven, "take these away, or prove them: npx cells permissions --prove --record").toEqual([]);
    expect(gone, "no longer granted: npx cells permissions --prove --record").toEqual([]);
    const [first] = units;
    const more = [...units, { ...first, role: "prod-eu-relay", action: "sqs:PurgeQueue", resource: "*" } as GrantUnit];
    expect(compareWithRecord(more, record, reasons).unproven).toEqual(["prod-eu-relay: sqs:PurgeQueue on *"]);
  });
});

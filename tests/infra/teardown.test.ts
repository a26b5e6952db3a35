import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { root } from "../../infra/bundles/paths.ts";
import { evaluateStack, shortType, type Evaluation } from "./evaluate.ts";

const stacks = ["prod-global", "prod-eu", "prod-us"];

/** A copy of the project's files in which every stack says `protect: false`; the program stays where it is. */
async function unprotect(folder: string): Promise<void> {
  const files = (await readdir(root)).filter((name) => /^Pulumi.*\.yaml$/.test(name));
  await Promise.all(files.map((name) => cp(path.join(root, name), path.join(folder, name))));
  const project = parse(await readFile(path.join(folder, "Pulumi.yaml"), "utf8"));
  project.main = path.join(root, project.main);
  await writeFile(path.join(folder, "Pulumi.yaml"), stringify(project));
  for (const stack of stacks) {
    const file = path.join(folder, `Pulumi.${stack}.yaml`);
    const contents = parse(await readFile(file, "utf8"));
    // As `pulumi config set` writes it.
    contents.config["payment-cells:protect"] = "false";
    await writeFile(file, stringify(contents));
  }
}

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "teardown-"));
  await unprotect(folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** What of a stack's resources stands in the way of deleting them. */
function obstacles({ resources }: Evaluation): readonly string[] {
  return resources.flatMap(({ type, name, inputs, protect }) => {
    const what = `${shortType(type)} ${name}`;
    const settings = JSON.stringify(inputs);
    return [
      ...(protect ? [`${what}: protect`] : []),
      ...(settings.includes('"deletionProtectionEnabled":true') ? [`${what}: deletionProtectionEnabled`] : []),
      ...(inputs["deletionProtection"] === "ACTIVE" ? [`${what}: deletionProtection`] : []),
      ...(type === "aws:s3/bucket:Bucket" && inputs["forceDestroy"] !== true ? [`${what}: its files`] : []),
    ];
  });
}

describe("payment-cells:protect: false lets go of everything that a stack holds on to", () => {
  it.each([
    ["prod-global", ["Table edge-authority", "Key edge-audit-key", "Bucket edge-audit"]],
    ["prod-eu", ["Table eu-ledger", "Key eu-request-hash", "UserPool eu-identity", "Bucket eu-audit"]],
    ["prod-us", ["TableReplica us-ledger", "ReplicaKey us-ledger-key", "Table us-vault", "Bucket us-audit"]],
  ])("%s", async (stack, held) => {
    const before = obstacles(await evaluateStack(stack));
    for (const what of held) expect(before).toContain(`${what}: protect`);
    expect(before.filter((obstacle) => !/: (protect|its files)$/.test(obstacle)).length).toBeGreaterThan(0);
    expect(obstacles(await evaluateStack(stack, folder))).toEqual([]);
  });

  it("and changes nothing else about what there is", async () => {
    const names = ({ resources }: Evaluation) => resources.map(({ type, name }) => `${type} ${name}`).sort();
    for (const stack of stacks) {
      expect(names(await evaluateStack(stack, folder))).toEqual(names(await evaluateStack(stack)));
    }
  });
});

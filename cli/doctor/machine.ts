import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { functionNames, globalFunctionNames } from "../../infra/plan/names.ts";
import { createPulumi, pulumiRemedy, wayOut, type BackendStack, type Pulumi } from "../pulumi.ts";
import { fail, ok, warn, type Check } from "./check.ts";

const NODE_LEAST = [20, 19] as const;

/** Whether this is a Node that the project runs on. */
export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = NODE_LEAST;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return ok({ check: "node" }, version);
  return fail({ check: "node" }, version, `Install Node ${NODE_LEAST.join(".")} or later.`);
}

/** Whether the functions are bundled as their sources are now: `pulumi up` deploys what it finds. */
export function checkBundles(directory: string): Check {
  const subject = { check: "bundles" };
  const folder = path.join(directory, "dist/functions");
  const bundles = [
    ...[...functionNames, ...globalFunctionNames].map((name) => `${name}/index.mjs`),
    "edge-router/router.js",
  ];
  const missing = bundles.filter((bundle) => !existsSync(path.join(folder, bundle)));
  if (missing.length > 0) {
    return fail(subject, `dist/functions lacks ${missing.join(", ")}`, "Build them: npm run build.");
  }
  const oldest = Math.min(...bundles.map((bundle) => statSync(path.join(folder, bundle)).mtimeMs));
  if (newestBelow(path.join(directory, "functions")) > oldest) {
    return warn(subject, "older than a source in functions/", "Build them anew: npm run build.");
  }
  return ok(subject, `${bundles.length} in dist/functions`);
}

function newestBelow(folder: string): number {
  const times = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const place = path.join(folder, entry.name);
    return entry.isDirectory() ? newestBelow(place) : statSync(place).mtimeMs;
  });
  return Math.max(0, ...times);
}

/** What the Pulumi CLI has to say: checks, and the stacks of the backend where it could be asked. */
export interface PulumiFindings {
  readonly checks: readonly Check[];
  readonly pulumi: Pulumi;
  readonly stacks?: readonly BackendStack[];
}

/** Whether there is a Pulumi CLI that knows where the state is. */
export async function checkPulumi(
  directory: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<PulumiFindings> {
  const pulumi = createPulumi(directory, variables);
  const version = await pulumi.run(["version"]);
  if (version === undefined) {
    return { pulumi, checks: [fail({ check: "pulumi" }, "not on the PATH", `${pulumiRemedy}.`)] };
  }
  const cli = version.code === 0 ? version.stdout.trim() : version.complaint;
  if (!cli.startsWith("v3.")) {
    return { pulumi, checks: [fail({ check: "pulumi" }, cli, `${pulumiRemedy}, version 3.`)] };
  }
  const found = ok({ check: "pulumi" }, cli);
  const who = await pulumi.run(["whoami", "--verbose"]);
  if (who?.code !== 0) {
    const complaint = who?.complaint ?? "not on the PATH";
    return { pulumi, checks: [found, fail({ check: "backend" }, complaint, wayOut(complaint))] };
  }
  const stacks = await pulumi.stacks();
  const url = /^Backend URL: (.*)$/m.exec(who.stdout)?.[1] ?? who.stdout.trim();
  return { pulumi, stacks, checks: [found, ok({ check: "backend" }, url)] };
}

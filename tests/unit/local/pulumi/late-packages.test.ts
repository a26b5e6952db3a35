import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { root } from "../../../../infra/bundles/paths.ts";

const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx/esm")).href;

/** Runs a module's text in a Node process of its own, and gives what it said as JSON. */
async function said(text: string): Promise<unknown> {
  const preamble =
    'import { createRequire } from "node:module"; const require = createRequire(process.cwd() + "/");' +
    "const loaded = (...names) => names.map((name) => require.resolve(name) in require.cache);";
  const args = ["--import", tsx, "--input-type=module", "--eval", preamble + text];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  return JSON.parse(stdout);
}

describe("packages that Pulumi's load with themselves", () => {
  it("are loaded when one of their exports is used, and are then the same", async () => {
    const answer = await said(`
      await import("./local/pulumi/late-packages.ts");
      const late = ["typescript", "@npmcli/arborist", "@aws-sdk/client-ecs"];
      await import("@pulumi/pulumi");
      await import("@pulumi/awsx");
      const before = loaded(...late);
      const used = [
        typeof require("typescript").createSourceFile,
        typeof require("@npmcli/arborist").default,
        typeof require("@aws-sdk/client-ecs").ECSClient,
      ];
      console.log(JSON.stringify({ before, used, after: loaded(...late) }));
    `);
    expect(answer).toEqual({
      before: [false, false, false],
      used: ["function", "function", "function"],
      after: [true, true, true],
    });
  }, 60_000);

  it("are gRPC and its clients until somebody calls, who then has what everybody has", async () => {
    const answer = await said(`
      await import("./local/pulumi/late-packages.ts");
      await import("@pulumi/pulumi");
      const before = loaded("@grpc/grpc-js", "@pulumi/pulumi/automation", "@pulumi/pulumi/proto/engine_grpc_pb");
      const used = [
        typeof require("@pulumi/pulumi/proto/engine_grpc_pb").EngineClient,
        typeof require("@pulumi/pulumi").automation.LocalWorkspace,
        Object.keys(require("@pulumi/pulumi").automation).includes("LocalWorkspace"),
      ];
      const after = loaded("@grpc/grpc-js", "@pulumi/pulumi/automation", "@pulumi/pulumi/proto/engine_grpc_pb");
      console.log(JSON.stringify({ before, used, after }));
    `);
    expect(answer).toEqual({
      before: [false, false, false],
      used: ["function", "function", true],
      after: [true, true, true],
    });
  }, 60_000);

  it("are the services of AWS that a program uses, and those whose resources are referred to", async () => {
    const answer = await said(`
      const { loadResources } = await import("./local/pulumi/late-packages.ts");
      const aws = await import("@pulumi/aws");
      const known = () => require("@pulumi/pulumi/runtime/state.js").getResourceModules();
      const all = ["@pulumi/aws/sqs", "@pulumi/aws/sns", "@pulumi/aws/kms"];
      const before = loaded(...all);
      const used = [typeof aws.sqs.Queue, "Topic" in aws.sns];
      const onUse = [...loaded(...all), known().has("aws:kms/key")];
      loadResources("aws:kms/key");
      console.log(JSON.stringify({ before, used, onUse, after: [...loaded(...all), known().has("aws:kms/key")] }));
    `);
    expect(answer).toEqual({
      before: [false, false, false],
      used: ["function", true],
      onUse: [true, true, false, false],
      after: [true, true, true, true],
    });
  }, 60_000);

  it("come to a command no more than the rest of Pulumi does", async () => {
    const answer = await said(`
      await import("./cli/stand-up.ts");
      await import("./local/serve.ts");
      console.log(JSON.stringify(loaded("@pulumi/pulumi", "@pulumi/pulumi/errors.js")));
    `);
    expect(answer).toEqual([false, true]);
  }, 60_000);
});

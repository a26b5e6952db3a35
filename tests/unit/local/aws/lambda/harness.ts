import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Kernel } from "../../../../../local/core/kernel.ts";
import { AwsError } from "../../../../../local/core/errors.ts";
import { createIam } from "../../../../../local/aws/iam/index.ts";
import { createLambda, type FunctionHost, type Lambda } from "../../../../../local/aws/lambda/index.ts";
import type { LambdaDependencies } from "../../../../../local/aws/lambda/dependencies.ts";
import { roleCaller } from "../../../../../local/aws/principals.ts";
import type { Created, Properties, ResourceModel } from "../../../../../local/core/resource.ts";
import { lifeOf } from "../life.ts";

export const accountId = "111122223333";
export const region = "eu-west-1";
export const roleArn = `arn:aws:iam::${accountId}:role/worker`;
export const functionArn = `arn:aws:lambda:${region}:${accountId}:function:worker`;

/** A temporary directory with the given files. */
export function bundle(files: Readonly<Record<string, string>>): { readonly path: string; remove(): void } {
  const directory = mkdtempSync(path.join(tmpdir(), "bundle-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
  return { path: directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** Creates a resource as a program's host does: checked first, a failed check thrown. */
export async function create(
  models: readonly ResourceModel[],
  type: string,
  inputs: Properties,
  name = "worker",
): Promise<Created> {
  return lifeOf(models, type, { name, region }).create(inputs);
}

/** Lambda over a host, with what it logs and calls at hand. */
export function lambdaOver(
  kernel: Kernel,
  hosts: FunctionHost,
  more: Partial<LambdaDependencies> = {},
): { readonly lambda: Lambda; readonly lines: string[] } {
  const lines: string[] = [];
  const iam = createIam({ kernel, accountId });
  const lambda = createLambda({
    kernel,
    accountId,
    sts: {
      issueForRole: (role, session) => ({
        accessKeyId: "ASIATEST",
        secretAccessKey: `secret of ${role}`,
        sessionToken: `token of ${session}`,
        // Twelve hours, as Lambda's own are.
        expiresAt: kernel.now() + 43_200_000,
      }),
      assume: (role, session) => roleCaller(role, session, accountId),
    },
    logs: { append: (_region, _group, _stream, more_) => void lines.push(...more_) },
    awsEndpoint: () => "http://127.0.0.1:4566",
    hosts,
    // Roles are not this harness's matter; what a function's own policy says is.
    judge: (judged, requests) => {
      if (judged.caller.kind === "service") iam.judge(judged, requests);
    },
    call: () => Promise.reject(new AwsError("NotImplemented", "no calls in this test", 501)),
    sources: { onMessages: () => () => undefined, onStreamRecords: () => () => undefined },
    ...more,
  });
  return { lambda, lines };
}

/** A function named "worker". */
export function createWorker(lambda: Lambda, inputs: Properties = {}) {
  return create(lambda.resources, "aws:lambda/function:Function", {
    name: "worker",
    role: roleArn,
    runtime: "nodejs22.x",
    handler: "index.handler",
    code: { kind: "archive", path: "." },
    ...inputs,
  });
}

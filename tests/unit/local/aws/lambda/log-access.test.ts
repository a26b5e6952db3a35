import { describe, expect, it } from "vitest";
import { createLogAccess } from "../../../../../local/aws/lambda/log-access.ts";
import type { LambdaDependencies } from "../../../../../local/aws/lambda/dependencies.ts";
import type { FunctionConfig } from "../../../../../local/aws/lambda/function-config.ts";
import { AwsError } from "../../../../../local/core/errors.ts";
import { accountId, region, roleArn } from "./harness.ts";

// As much of a function's configuration as its log is told by.
const config = { region, roleArn, name: "worker", logGroup: "/aws/lambda/worker" } as FunctionConfig;
const stream = `arn:aws:logs:${region}:${accountId}:log-group:/aws/lambda/worker:log-stream:2026/01/01/[$LATEST]a`;

/** Access to a stream under a judge who refuses some actions; what it was asked is kept. */
function access(refused: ReadonlySet<string>) {
  const asked: string[] = [];
  const judge: LambdaDependencies["judge"] = ({ caller }, requests) => {
    for (const { action, resource } of requests) {
      asked.push(`${caller.kind} ${action} ${resource}`);
      if (refused.has(action)) throw new AwsError("AccessDeniedException", "no");
    }
  };
  return { asked, mayLog: createLogAccess({ accountId, judge }, config, "2026/01/01/[$LATEST]a") };
}

describe("a function's log", () => {
  it("is written in its role's name, the stream made with the first lines", () => {
    const { asked, mayLog } = access(new Set());
    expect([mayLog(), mayLog()]).toEqual([true, true]);
    expect(asked).toEqual([
      `role logs:CreateLogStream ${stream}`,
      `role logs:PutLogEvents ${stream}`,
      `role logs:PutLogEvents ${stream}`,
    ]);
  });

  it.each(["logs:CreateLogStream", "logs:PutLogEvents"])("is lost without %s, until it is granted", (action) => {
    const refused = new Set([action]);
    const { mayLog } = access(refused);
    expect(mayLog()).toBe(false);
    refused.clear();
    expect(mayLog()).toBe(true);
  });
});

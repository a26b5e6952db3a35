import { SFNClient } from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../../functions/stores/clock.ts";
import { createExecutions } from "../../../../functions/stores/executions.ts";
import { listen } from "../../../../local/listen.ts";

const OWN = "Root=1-5759e988-aaaaaaaaaaaaaaaaaaaaaaaa;Parent=53995c3f42cd8ad8;Sampled=0";
const PLACE = "00-5759e988bd862e3fe1be46a994272793-0123456789abcdef-01";
const MACHINE = "arn:aws:states:eu-west-1:111122223333:stateMachine:payouts";

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  delete process.env["AWS_LAMBDA_FUNCTION_NAME"];
  delete process.env["_X_AMZN_TRACE_ID"];
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** What Step Functions gets in the header that it heeds first, when a function starts an execution at this place. */
async function headerSent(traceparent: string | undefined): Promise<string | null> {
  process.env["AWS_LAMBDA_FUNCTION_NAME"] = "prod-eu-bank-connector";
  process.env["_X_AMZN_TRACE_ID"] = OWN;
  let header: string | null = null;
  const fetch = async (request: Request) => {
    header = request.headers.get("x-amzn-trace-id");
    return Response.json({ executionArn: `${MACHINE}:one`, startDate: 1 });
  };
  const { url, close } = await listen({ port: 0, flag: "--port", fetch });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new SFNClient({ endpoint: url, region: "eu-west-1", credentials, maxAttempts: 1 });
  cleanups.push(() => client.destroy(), close);
  await createExecutions(client, MACHINE, systemClock()).start("one", {}, traceparent);
  return header;
}

describe("an execution that a function starts", () => {
  it("belongs to the trace of what it is about, whatever trace the function's own start has", async () => {
    expect(await headerSent(PLACE)).toBe("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=0123456789abcdef;Sampled=1");
  });

  it.each([
    ["nobody records what it is about", PLACE.replace(/01$/, "00")],
    ["it is about nothing that has a trace", undefined],
  ])("belongs to the function's where %s", async (_, traceparent) => {
    expect(await headerSent(traceparent)).toBe(OWN);
  });
});

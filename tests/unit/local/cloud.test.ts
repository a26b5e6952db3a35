import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Status } from "../../../local/control/status.ts";
import { serveLocalCloud } from "../../../local/serve.ts";
import type { ServedCloud } from "../../../local/serve.ts";

const projectDir = fileURLToPath(new URL("../../..", import.meta.url));
const stacks = ["prod-eu", "prod-us", "prod-global"];

async function eventually<Value>(look: () => Promise<Value>, isThere: (value: Value) => boolean): Promise<Value> {
  for (let attempt = 0; ; attempt += 1) {
    const value = await look();
    if (isThere(value) || attempt === 100) {
      return value;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

describe("the program's three stacks on the local cloud", () => {
  const faults: unknown[] = [];
  let served: ServedCloud;

  beforeAll(async () => {
    served = await serveLocalCloud({ port: 0, edgePort: 0, onFault: (fault) => faults.push(fault) });
    await served.cloud.deploy({ projectDir, stacks });
  });
  afterAll(() => served.shutdown());

  it("stand, joiner after founder, with the outputs that clients need", () => {
    const { stacks: deployed, resources } = served.cloud.status();
    expect(Object.keys(deployed).toSorted()).toEqual(stacks.toSorted());
    expect(deployed["prod-us"]?.outputs["ledgerTable"]).toBe(deployed["prod-eu"]?.outputs["ledgerTable"]);
    expect(resources.modelled).toBeGreaterThan(100);
  });

  it("answer through the edge once the cells have their leases", async () => {
    const health = await eventually(
      () => fetch(`${served.edgeUrl}/healthz`),
      (answer) => answer.status === 200,
    );
    expect(health.status).toBe(200);
    expect(health.headers.get("x-cache")).toBe("Miss from cloudfront");
  });

  it("refuse a caller that goes around the edge", async () => {
    const origin = "eu.origin.pay.example.com";
    const ask = (headers: Record<string, string>): Promise<Response> =>
      served.cloud.originFetch(origin, new Request(`https://${origin}/healthz`, { headers }));
    const refused = await ask({ "x-origin-secret": "guessed" });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toEqual({ message: "Forbidden" });
    expect((await ask({ "x-origin-secret": "local-only-origin-secret-next-up" })).status).toBe(200);
  });

  it("can be looked at without a signature, and by nobody else's keys", async () => {
    // The control surface is this same code.
    const status = (await (await fetch(`${served.awsUrl}/_local/status`)).json()) as Status;
    expect(Object.keys(status.stacks)).toHaveLength(3);
    const unsigned = await fetch(served.awsUrl, {
      method: "POST",
      headers: { "x-amz-target": "DynamoDB_20120810.ListTables", "content-type": "application/x-amz-json-1.0" },
      body: "{}",
    });
    expect(unsigned.status).toBe(400);
  });

  describe("let the payments API of us write what is us's, and only so", () => {
    const key = (pk: string) => ({ pk: { S: pk }, sk: { S: "test" } });
    const put = (pk: string) => ({ Put: { TableName: "prod-ledger", Item: key(pk) } });
    const check = (pk: string) => ({
      ConditionCheck: { TableName: "prod-ledger", Key: key(pk), ConditionExpression: "attribute_not_exists(pk)" },
    });
    const rows: readonly (readonly [string, string, Record<string, unknown>, boolean])[] = [
      ["its own payment", "PutItem", { TableName: "prod-ledger", Item: key("us#pay#1") }, true],
      ["eu's payment", "PutItem", { TableName: "prod-ledger", Item: key("eu#pay#1") }, false],
      ["its own account in a transaction", "TransactWriteItems", { TransactItems: [put("us#acct#1")] }, true],
      ["its own account outside of one", "PutItem", { TableName: "prod-ledger", Item: key("us#acct#1") }, false],
      [
        "eu's account in a transaction of its own",
        "TransactWriteItems",
        { TransactItems: [put("us#pay#2"), put("eu#acct#1")] },
        false,
      ],
      [
        "its own beside a check of eu's",
        "TransactWriteItems",
        { TransactItems: [put("us#pay#3"), check("eu#pay#3")] },
        true,
      ],
      [
        "nothing at all in a batch",
        "BatchWriteItem",
        { RequestItems: { "prod-ledger": [{ PutRequest: { Item: key("us#pay#4") } }] } },
        false,
      ],
      [
        "the control table, which is the keeper's",
        "PutItem",
        { TableName: "prod-us-control", Item: { pk: { S: "lease" } } },
        false,
      ],
    ];
    it.each(rows)("%s", async (_, action, input, allowed) => {
      const accountId = "111122223333";
      const roleArn = `arn:aws:iam::${accountId}:role/prod-us-payments-api`;
      const arn = `arn:aws:sts::${accountId}:assumed-role/prod-us-payments-api/test`;
      const caller = { kind: "role", arn, accountId, roleArn, sessionName: "test" } as const;
      const call = { service: "dynamodb", action, region: "us-east-1", input, caller, requestId: "test" };
      const outcome = await served.cloud.call(call).then(
        () => "allowed",
        (fault: unknown) => (fault instanceof Error ? fault.message : "unknown"),
      );
      if (allowed) expect(outcome).toBe("allowed");
      else
        expect(outcome).toMatch(
          new RegExp(`^User: ${arn} is not authorized to perform: dynamodb:\\w+ on resource: arn:`),
        );
    });
  });

  it("lose a region, which answers nobody until it is back", async () => {
    const origin = "us.origin.pay.example.com";
    const health = () => fetch(`${served.awsUrl}/_aws/origins/${origin}/healthz`, { headers: edge });
    const edge = { "x-origin-secret": "local-only-origin-secret-current" };
    const turn = (state: string) =>
      fetch(`${served.awsUrl}/_local/knobs`, { method: "POST", body: `{"regions":{"us-east-1":"${state}"}}` });
    expect((await eventually(health, ({ status }) => status === 200)).status).toBe(200);
    await turn("lost");
    const inUs = Object.entries(served.cloud.status().functions).filter(([arn]) => arn.includes(":us-east-1:"));
    const viewer = { "x-local-viewer-time-zone": "America/New_York" };
    const [aside, seen] = await Promise.all([
      health().catch(() => "broken off"),
      fetch(`${served.edgeUrl}/healthz`, { headers: viewer }),
    ]);
    await turn("here");
    expect([aside, seen.status, inUs.length > 0 && inUs.every(([, number]) => number === 0)]).toEqual([
      "broken off",
      504,
      true,
    ]);
    expect((await eventually(health, ({ status }) => status === 200)).status).toBe(200);
  });

  it("did all that without a fault of the local cloud itself", () => {
    expect(faults).toEqual([]);
  });
});

describe("serving", () => {
  it("gives the first port back where the second is taken", async () => {
    const first = await serveLocalCloud({ port: 0, edgePort: 0, onFault: () => undefined });
    const taken = Number(new URL(first.edgeUrl).port);
    await expect(serveLocalCloud({ port: 0, edgePort: taken, onFault: () => undefined })).rejects.toThrow(
      `Port ${taken} of 127.0.0.1 is taken, probably by another emulator or web server. ` +
        "End that, or choose another port with --edge-port.",
    );
    await first.shutdown();
    await first.shutdown();
  });
});

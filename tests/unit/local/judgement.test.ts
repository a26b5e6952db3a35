import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ActionUsage } from "../../../local/aws/iam/index.ts";
import { roleCaller, rootCaller } from "../../../local/aws/principals.ts";
import type { Caller } from "../../../local/core/call.ts";
import type { Properties } from "../../../local/core/resource.ts";
import type { StateOf } from "../../../local/pulumi/provider.ts";
import { serveLocalCloud } from "../../../local/serve.ts";
import type { ServedCloud } from "../../../local/serve.ts";

const projectDir = fileURLToPath(new URL("../../..", import.meta.url));
const accountId = "111122223333";
const region = "eu-west-1";
const ledger = `arn:aws:dynamodb:${region}:${accountId}:table/prod-ledger`;
const inbox = `https://sqs.${region}.amazonaws.com/${accountId}/prod-eu-credit-inbox`;
const readItem = { TableName: "prod-ledger", Key: { pk: { S: "eu#pay#1" }, sk: { S: "test" } } };

async function eventually<Value>(look: () => Promise<Value>, isThere: (value: Value) => boolean): Promise<Value> {
  for (let attempt = 0; ; attempt += 1) {
    const value = await look();
    if (isThere(value) || attempt === 100) return value;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

describe("the program's own policies, on the running cloud", () => {
  let served: ServedCloud;

  beforeAll(async () => {
    served = await serveLocalCloud({ port: 0, edgePort: 0, onFault: () => undefined });
    await served.cloud.deploy({ projectDir, stacks: ["prod-eu", "prod-global"] });
  });
  afterAll(() => served.shutdown());

  /** A resource of the stack as it stands; the first of its type whose outputs say so. */
  function standing(type: string, isIt: (outputs: Properties) => boolean, known: Properties = {}): StateOf {
    for (const { urn, id, ...registered } of served.cloud.provider.resources()) {
      const found =
        registered.type === type && served.cloud.provider.read({ urn, region, id, inputs: known, outputs: {} });
      if (found && isIt(found.outputs)) return { urn, region, id, inputs: found.inputs, outputs: found.outputs };
    }
    throw new Error(`no such ${type}`);
  }

  /** Who the code of a function is: its role, in its network. */
  function codeOf(name: string): Caller {
    const functionName = `prod-eu-${name}`;
    const { outputs } = standing("aws:lambda/function:Function", (found) => found["name"] === functionName);
    // As the program declares it.
    const { subnetIds } = outputs["vpcConfig"] as { readonly subnetIds: readonly string[] };
    return roleCaller(`arn:aws:iam::${accountId}:role/${functionName}`, "code", accountId, {
      issuedMs: 0,
      policies: [],
      tags: {},
      transitiveTagKeys: [],
      functionArn: `arn:aws:lambda:${region}:${accountId}:function:${functionName}`,
      subnetIds,
    });
  }

  async function attempt(caller: Caller, service: string, action: string, input: Properties, inRegion = region) {
    try {
      await served.cloud.call({ service, action, region: inRegion, input, caller, requestId: "test" });
      return "done";
    } catch (fault) {
      return fault instanceof Error ? fault.message : String(fault);
    }
  }

  async function usage(): Promise<readonly ActionUsage[]> {
    const answer = await fetch(`${served.awsUrl}/_local/permissions`);
    // The control surface is this same code.
    return ((await answer.json()) as { usage: ActionUsage[] }).usage;
  }

  const seenBy = (principal: string) => async (): Promise<readonly string[]> =>
    (await usage())
      .filter((entry) => entry.principal === principal)
      .map(({ action }) => action)
      .toSorted();

  const read = () => attempt(codeOf("payments-api"), "dynamodb", "GetItem", readItem);
  const asRoot = (service: string, action: string, input: Properties) =>
    attempt(rootCaller(accountId), service, action, input);

  /** Does something with a resource changed, and changes it back. */
  async function whileChanged<Result>(
    state: StateOf,
    changes: Properties,
    look: () => Promise<Result>,
  ): Promise<Result> {
    const { provider } = served.cloud;
    const outputs = await provider.update(state, { ...state.inputs, ...changes });
    try {
      return await look();
    } finally {
      await provider.update({ ...state, outputs, inputs: { ...state.inputs, ...changes } }, state.inputs);
    }
  }

  const endpointOf = (service: string) =>
    standing(
      "aws:ec2/vpcEndpoint:VpcEndpoint",
      ({ serviceName }) => serviceName === `com.amazonaws.${region}.${service}`,
    );

  it("are enough for all that the program does by itself", async () => {
    const seen = await eventually(seenBy(`arn:aws:iam::${accountId}:role/prod-eu-lease-keeper`), (actions) =>
      ["logs:PutLogEvents", "dynamodb:GetItem"].every((action) => actions.includes(action)),
    );
    expect(seen).toEqual(expect.arrayContaining(["dynamodb:GetItem", "logs:CreateLogStream", "logs:PutLogEvents"]));
    expect(await seenBy("scheduler.amazonaws.com")()).toEqual(["sts:AssumeRole"]);
    expect(await seenBy("lambda.amazonaws.com")()).toEqual(["sts:AssumeRole"]);
    expect(await seenBy("logs.eu-west-1.amazonaws.com")()).toEqual(["kms:Decrypt", "kms:GenerateDataKey"]);
    expect((await usage()).filter(({ denied }) => denied > 0)).toEqual([]);
  });

  it("let the payments API read the ledger, and the relay fill the inbox, each through its endpoint", async () => {
    expect(await read()).toBe("done");
    expect(await attempt(codeOf("relay"), "sqs", "SendMessage", { QueueUrl: inbox, MessageBody: "m" })).toBe("done");
  });

  it("let the lease keeper out to the authority's other region, and nobody in the isolated subnets", async () => {
    const scan = { TableName: "prod-authority" };
    expect(await attempt(codeOf("lease-keeper"), "dynamodb", "Scan", scan, "eu-central-1")).toBe("done");
    expect(await attempt(codeOf("payments-api"), "dynamodb", "GetItem", readItem, "us-east-1")).toBe(
      `arn:aws:lambda:${region}:${accountId}:function:prod-eu-payments-api in ` +
        `${JSON.stringify(codeOf("payments-api")).match(/subnet-\w+/)?.[0]} has no way to dynamodb of us-east-1: ` +
        "neither a VPC endpoint nor a NAT gateway. On AWS this call would time out.",
    );
  });

  it("deny what an endpoint's policy says nothing of", async () => {
    const endpoint = endpointOf("dynamodb");
    // Its policy is text or what the text says.
    const given: unknown = endpoint.outputs["policy"];
    const policy = (typeof given === "string" ? JSON.parse(given) : given) as { Statement: { Sid: string }[] };
    const others = policy.Statement.filter(({ Sid }) => !Sid.startsWith("PaymentsApi"));
    expect(others.length).toBeLessThan(policy.Statement.length);
    const changed = JSON.stringify({ ...policy, Statement: others });
    expect(await whileChanged(endpoint, { policy: changed }, read)).toBe(
      `User: ${codeOf("payments-api").arn} is not authorized to perform: dynamodb:GetItem on resource: ${ledger} ` +
        "because no VPC endpoint policy allows the dynamodb:GetItem action",
    );
    expect(await read()).toBe("done");
  });

  it("deny whom a key's policy leaves nothing to", async () => {
    const { outputs } = standing("aws:dynamodb/table:Table", ({ name }) => name === "prod-ledger");
    // The table's own output.
    const { kmsKeyArn } = outputs["serverSideEncryption"] as { readonly kmsKeyArn: string };
    const key = standing("aws:kms/key:Key", ({ arn }) => arn === kmsKeyArn);
    const closed = {
      Effect: "Allow",
      Action: "kms:*",
      Resource: "*",
      Principal: { AWS: `arn:aws:iam::${accountId}:role/keeper` },
    };
    const put = (policy: unknown) =>
      asRoot("kms", "PutKeyPolicy", { KeyId: key.id, Policy: policy, BypassPolicyLockoutSafetyCheck: true });
    expect(await put(JSON.stringify({ Version: "2012-10-17", Statement: [closed] }))).toBe("done");
    expect(await read()).toBe(
      `User: ${codeOf("payments-api").arn} is not authorized to perform: kms:Decrypt on resource: ${kmsKeyArn} ` +
        "because no resource-based policy allows the kms:Decrypt action",
    );
    // Root is shut out as well, as on AWS; the program puts it right.
    expect(await put(key.outputs["policy"])).toContain("because no resource-based policy allows the kms:PutKeyPolicy");
    await served.cloud.provider.update(key, key.inputs);
    expect(await read()).toBe("done");
  });

  it("deny what a permissions boundary leaves out", async () => {
    const role = standing("aws:iam/role:Role", ({ name }) => name === "prod-eu-payments-api");
    const statement = { Effect: "Allow", Action: "dynamodb:PutItem", Resource: "*" };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const urn = role.urn.replace("role:Role::prod", "policy:Policy::prod");
    const bounds = await served.cloud.provider.create(
      { urn: `${urn.split("::").slice(0, 2).join("::")}::aws:iam/policy:Policy::bounds`, region },
      { name: "bounds", path: "/", policy },
    );
    expect(await whileChanged(role, { permissionsBoundary: bounds.id }, read)).toBe(
      `User: ${codeOf("payments-api").arn} is not authorized to perform: dynamodb:GetItem on resource: ${ledger} ` +
        "because no permissions boundary allows the dynamodb:GetItem action",
    );
    expect(await read()).toBe("done");
  });

  it("deny API Gateway a function that does not let it in", async () => {
    const host = "eu.origin.pay.example.com";
    const headers = { "x-origin-secret": "local-only-origin-secret-current" };
    const ask = async () =>
      (await served.cloud.originFetch(host, new Request(`https://${host}/healthz`, { headers }))).status;
    const isForApi = ({ principal }: Properties) => principal === "apigateway.amazonaws.com";
    const named = { function: "prod-eu-payments-api" };
    const permission = standing("aws:lambda/permission:Permission", isForApi, named);
    // Its cell is well once it has its lease.
    await vi.waitFor(async () => expect(await ask()).toBe(200), { timeout: 30_000, interval: 250 });
    await served.cloud.provider.delete(permission);
    expect(await ask()).toBe(500);
    await served.cloud.provider.create({ urn: permission.urn, region }, permission.outputs);
    expect(await ask()).toBe(200);
  }, 60_000);

  it("deny a role to a service that its trust policy does not name", async () => {
    const RoleName = "prod-eu-relay";
    const { outputs } = standing("aws:iam/role:Role", ({ name }) => name === RoleName);
    const put = (policy: unknown) => asRoot("iam", "UpdateAssumeRolePolicy", { RoleName, PolicyDocument: policy });
    // Its environments that are up have their credentials; one more of them would need new ones.
    const invoke = () =>
      asRoot("lambda", "Invoke", {
        FunctionName: "prod-eu-relay",
        InvocationType: "RequestResponse",
        Payload: "{}",
      });
    const trusted = String(outputs["assumeRolePolicy"]);
    expect(await put(trusted.replace("lambda.amazonaws.com", "ec2.amazonaws.com"))).toBe("done");
    const all = await Promise.all(Array.from({ length: 4 }, invoke));
    expect(all).toContain(
      "User: lambda.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: " +
        `arn:aws:iam::${accountId}:role/${RoleName} because no role trust policy allows the sts:AssumeRole action`,
    );
    expect(await put(trusted)).toBe("done");
    expect(await invoke()).toBe("done");
  });
});

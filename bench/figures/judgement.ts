import { functionGrants } from "../../infra/plan/grants.ts";
import { gatewayEndpoint } from "../../infra/plan/endpoints.ts";
import { parseConfig } from "../../infra/config.ts";
import { root } from "../../infra/bundles/paths.ts";
import { keyPolicy, policyDocument, serviceTrust } from "../../infra/plan/policies.ts";
import { createIam, type Iam } from "../../local/aws/iam/index.ts";
import { roleCaller } from "../../local/aws/principals.ts";
import type { AuthorizationRequest } from "../../local/core/call.ts";
import { createWallClock } from "../../local/drivers/wall-clock.ts";
import { readStackConfig } from "../../local/pulumi/config.ts";
import { readProject } from "../../local/pulumi/project.ts";
import { createProvider } from "../../local/pulumi/provider.ts";
import type { Bench } from "../figure.ts";
import { spreadOf } from "../rounds.ts";

const STACK = "prod-eu";
const ROLE = "prod-eu-payments-api";
const PAYMENTS = 1_000;
const ROUNDS = { warmUps: 2, rounds: 9, calls: 3_000 };

/** What the local cloud's IAM adds to a call: every policy that has a say, with its conditions. */
export const judgement: Bench = {
  name: "judgement",
  about: "time that the local cloud's IAM takes to judge a payment's transaction, endpoint and key included",
  async run() {
    const { config } = readStackConfig(readProject(root), STACK);
    const { stage, target } = parseConfig(STACK, (key) => config[key]);
    if (target.kind !== "cell") throw new Error(`${STACK} has no cell.`);
    const { cell } = target;
    const { account } = stage;
    const iam = createIam({ kernel: clock, accountId: account });
    await createRole(iam, account, policyDocument(functionGrants(stage, cell)["payments-api"]));
    const call = {
      caller: roleCaller(`arn:aws:iam::${account}:role/${ROLE}`, ROLE, account),
      region: cell.region,
      passage: {
        kind: "endpoint",
        vpcId: "vpc-1",
        endpointId: "vpce-1",
        policy: gatewayEndpoint(stage, cell).policy,
        sourceIp: "10.0.0.4",
      },
    } as const;
    // No payment asks about the same accounts as the one before it.
    const payments = Array.from({ length: PAYMENTS }, (_, number) =>
      transaction(account, cell.region, cell.name, number),
    );
    const samples: number[] = [];
    for (let round = 0; round < ROUNDS.warmUps + ROUNDS.rounds; round += 1) {
      const before = performance.now();
      for (let index = 0; index < ROUNDS.calls; index += 1) iam.judge(call, payments[index % PAYMENTS] ?? []);
      const microseconds = ((performance.now() - before) * 1000) / ROUNDS.calls;
      if (round >= ROUNDS.warmUps) samples.push(microseconds);
    }
    const details = { questions: payments[0]?.length ?? 0 };
    return [{ figure: "a call of four items", unit: "us", bound: { max: 50 }, ...spreadOf(samples), details }];
  },
};

const clock = createWallClock((fault) => {
  throw fault;
});

async function createRole(iam: Iam, accountId: string, policy: string): Promise<void> {
  const provider = createProvider({ kernel: clock, accountId, models: iam.resources, invokes: [] });
  const address = { urn: `urn:pulumi:${STACK}::payment-cells::aws:iam/role:Role::payments-api`, region: "us-east-1" };
  await provider.create(address, {
    name: ROLE,
    assumeRolePolicy: serviceTrust("lambda.amazonaws.com", accountId),
    inlinePolicies: [{ name: "grants", policy }],
  });
}

/** A payment: two accounts, its own item and its idempotency key, and the table's key. */
function transaction(account: string, region: string, cell: string, number: number): readonly AuthorizationRequest[] {
  const item = (action: string, key: string): AuthorizationRequest => ({
    action: `dynamodb:${action}`,
    resource: `arn:aws:dynamodb:${region}:${account}:table/prod-ledger`,
    resourceTags: { cell },
    context: {
      "dynamodb:LeadingKeys": [`${cell}#${key}`],
      "dynamodb:EnclosingOperation": ["TransactWriteItems"],
      "dynamodb:Attributes": ["pk", "sk", "amountMinor"],
      "dynamodb:ReturnValues": ["NONE"],
    },
  });
  return [
    item("UpdateItem", `acct#${2 * number}`),
    item("UpdateItem", `acct#${2 * number + 1}`),
    item("PutItem", `pay#${number}`),
    item("PutItem", `idem#${number}`),
    {
      action: "kms:Decrypt",
      resource: `arn:aws:kms:${region}:${account}:key/1`,
      context: {
        "kms:CallerAccount": [account],
        "kms:ResourceAliases": ["alias/prod-ledger"],
        "kms:EncryptionContext:aws:dynamodb:tableName": ["prod-ledger"],
      },
      resourcePolicy: { kind: "key", text: keyPolicy(account) },
      via: `dynamodb.${region}.amazonaws.com`,
    },
  ];
}

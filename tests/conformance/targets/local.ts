import type { ResourceModel } from "../../../local/core/resource.ts";
import { createWallClock } from "../../../local/drivers/wall-clock.ts";
import { createProvider } from "../../../local/pulumi/provider.ts";
import { serveLocalCloud } from "../../../local/serve.ts";
import type { Fields } from "../case.ts";
import { region, type Stagehands, type Target } from "./target.ts";

/** The account of an empty local cloud. */
const accountId = "111122223333";

/** This repository's own cloud, in this process and behind HTTP. */
export const localTarget: Target = {
  name: "local",
  about: "this repository's local cloud, in this process",
  async start(say) {
    const onFault = (fault: unknown): void => say(faultLine(fault));
    const { awsUrl, cloud, shutdown } = await serveLocalCloud({ port: 0, edgePort: 0, onFault });
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const create = creating(cloud.models, onFault);
    await create("aws:iam/role:Role", role);
    const stagehands = resourceProgram(create);
    return { place: { url: awsUrl, region, credentials }, stagehands, stop: shutdown };
  },
};

const allow = (statement: Fields): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

/** The role that tables hand to services: trusted by Step Functions, and allowed what its tables do. */
const role: Fields = {
  name: "conformance",
  assumeRolePolicy: allow({ Action: "sts:AssumeRole", Principal: { Service: "states.amazonaws.com" } }),
  inlinePolicies: [
    { name: "tasks", policy: allow({ Action: ["sqs:SendMessage", "dynamodb:GetItem"], Resource: "*" }) },
  ],
};

/** Creates a resource as a program's host does it: its outputs and its id. */
type Create = (type: string, inputs: Fields) => Promise<Fields>;

function creating(models: readonly ResourceModel[], onFault: (fault: unknown) => void): Create {
  const provider = createProvider({ kernel: createWallClock(onFault), accountId, models, invokes: [] });
  let made = 0;
  return async (type, inputs) => {
    made += 1;
    const address = { urn: `urn:pulumi:conformance::cells::${type}::it-${made}`, region };
    const checked = provider.check(address, {}, inputs);
    const [failure] = checked.failures;
    if (failure !== undefined) throw new Error(`${failure.property}: ${failure.reason}`);
    const { id, outputs } = await provider.create(address, checked.inputs);
    return { ...outputs, id };
  };
}

/** User pools and KeyValueStores are made by programs alone. */
function resourceProgram(create: Create): Stagehands {
  const leave = (): Promise<Fields> => Promise.resolve({});
  return {
    "cognito-idp:CreateUserPool": async ({ PoolName }) => {
      const { id } = await create("aws:cognito/userPool:UserPool", { name: PoolName });
      return { UserPool: { Id: id } };
    },
    "cognito-idp:CreateResourceServer": ({ UserPoolId, Identifier, Name }) => {
      const scopes = [{ scopeName: "pay", scopeDescription: "Pay" }];
      const inputs = { userPoolId: UserPoolId, identifier: Identifier, name: Name, scopes };
      return create("aws:cognito/resourceServer:ResourceServer", inputs);
    },
    "cognito-idp:DeleteUserPool": leave,
    "cloudfront:CreateKeyValueStore": async ({ Name }) => {
      const { arn } = await create("aws:cloudfront/keyValueStore:KeyValueStore", { name: Name });
      return { KeyValueStore: { Name, ARN: arn } };
    },
    "cloudfront:DescribeKeyValueStore": () => Promise.resolve({ KeyValueStore: { Status: "READY" } }),
    "cloudfront:DeleteKeyValueStore": leave,
  };
}

function faultLine(fault: unknown): string {
  return `the local cloud failed: ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}`;
}

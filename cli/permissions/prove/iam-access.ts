import type { LocalCloud } from "../../../local/cloud.ts";
import type { ActionUsage } from "../../../local/aws/iam/usage.ts";
import { roleOfArn, unitsOf, type GrantUnit, type InlinePolicy } from "./units.ts";

/** A schedule's role, and the function that it may start. */
export interface Schedule {
  readonly role: string;
  readonly region: string;
  readonly functionName: string;
}

/** IAM of a local cloud, as its root user works on it. */
export interface IamAccess {
  /** The schedules that start a function every minute, by the policies that allow it. */
  schedules(): Promise<readonly Schedule[]>;
  /** The inline policies of every role. */
  policies(): Promise<readonly InlinePolicy[]>;
  /** Puts a document in place of a policy's; `undefined` takes the policy away. It holds from the next call on. */
  replace(policy: Pick<InlinePolicy, "role" | "policy">, document: string | undefined): Promise<void>;
  /** What everybody was seen doing since the last `forget`. */
  usage(): readonly ActionUsage[];
  forget(): void;
  /** Ends a function's environments: what comes next starts in a fresh one, as after a deployment. */
  renew(region: string, functionName: string): Promise<void>;
}

type Ask = (action: string, input: Readonly<Record<string, unknown>>) => Promise<Readonly<Record<string, unknown>>>;

/** IAM of this local cloud. */
export function accessIam(cloud: Pick<LocalCloud, "call" | "accountId" | "usage" | "forgetUsage">): IamAccess {
  const { accountId } = cloud;
  const caller = { kind: "root", arn: `arn:aws:iam::${accountId}:root`, accountId } as const;
  const asker =
    (service: string, region: string): Ask =>
    async (action, input) =>
      cloud.call({ service, action, region, input, caller, requestId: "permissions" });
  const ask = asker("iam", "us-east-1");
  return {
    policies: () => policiesOf(ask),
    schedules: async () => (await policiesOf(ask)).flatMap(unitsOf).flatMap(scheduleOf),
    async replace({ role, policy }, document) {
      const name = { RoleName: role, PolicyName: policy };
      await (document === undefined
        ? ask("DeleteRolePolicy", name)
        : ask("PutRolePolicy", { ...name, PolicyDocument: document }));
    },
    usage: cloud.usage,
    forget: cloud.forgetUsage,
    async renew(region, functionName) {
      const askLambda = asker("lambda", region);
      const FunctionName = functionName;
      // A description changes nothing that runs.
      const { MemorySize } = await askLambda("GetFunctionConfiguration", { FunctionName });
      await askLambda("UpdateFunctionConfiguration", { FunctionName, MemorySize: Number(MemorySize) + 1 });
    },
  };
}

async function policiesOf(ask: Ask): Promise<readonly InlinePolicy[]> {
  const policies = (await rolesOf(ask)).map(async (role) => {
    const { PolicyNames } = await ask("ListRolePolicies", { RoleName: role });
    // The form of IAM's answer.
    const names = PolicyNames as readonly string[];
    return Promise.all(
      names.map(async (policy) => {
        const { PolicyDocument } = await ask("GetRolePolicy", { RoleName: role, PolicyName: policy });
        return { role, policy, document: decodeURIComponent(String(PolicyDocument)) };
      }),
    );
  });
  return (await Promise.all(policies)).flat();
}

async function rolesOf(ask: Ask): Promise<readonly string[]> {
  const names: string[] = [];
  for (let marker: unknown = undefined; ;) {
    const page = await ask("ListRoles", marker === undefined ? {} : { Marker: marker });
    // The form of IAM's answer.
    names.push(...(page["Roles"] as readonly { readonly RoleName: string }[]).map(({ RoleName }) => RoleName));
    marker = page["Marker"];
    if (page["IsTruncated"] !== true) return names;
  }
}

function scheduleOf({ role, action, resource }: GrantUnit): readonly Schedule[] {
  const [, region = "", functionName = ""] = /^arn:aws:lambda:([^:]+):\d+:function:(.+)$/.exec(resource) ?? [];
  const isStart = action === "lambda:InvokeFunction" && functionName !== "" && role.endsWith("-schedule");
  // Nobody waits an hour for a proof, a day, or five minutes for each grant.
  return isStart && !/-(payout-sweep|reports|archive)-schedule$/.test(role) ? [{ role, region, functionName }] : [];
}

/** How often a role was let do something. */
export function allowed(usage: readonly ActionUsage[], role: string, action: string): number {
  const seen = usage.find((one) => roleOfArn(one.principal) === role && one.action === action);
  return seen?.allowed ?? 0;
}

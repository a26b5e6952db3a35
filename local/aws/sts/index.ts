import type { AuthorizationRequest, Call, Caller, ServiceModel } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { Iam, RoleView } from "../iam/index.ts";
import { readerOf } from "../inputs.ts";
import { roleCaller, serviceCaller, sessionArn } from "../principals.ts";
import { assumeRoleRequests, invalid, parseAssumeRole, sessionOf } from "./assume-role.ts";
import { createSessionStore } from "./sessions.ts";
import type { Credentials, KnownCredentials, SessionDeclaration, SessionStore } from "./sessions.ts";

export type { KnownCredentials } from "./sessions.ts";

type Output = Readonly<Record<string, unknown>>;

/** A service that takes on a role, and the resource on whose behalf. */
interface Assuming {
  /** "lambda.amazonaws.com" */
  readonly service: string;
  readonly sourceArn?: string;
}

/** The security token service and the store of every credential of the local cloud. */
export interface Sts {
  readonly service: ServiceModel;
  /** Starts a role's session for a service. Throws `AccessDenied` where the role does not trust it. */
  issueForRole(
    roleArn: string,
    sessionName: string,
    session: Assuming & Pick<SessionDeclaration, "functionArn" | "subnetIds">,
  ): Credentials;
  /** What a service becomes that takes on a role for one act. Throws like `issueForRole`. */
  assume(roleArn: string, sessionName: string, by: Assuming): Caller;
  lookup(accessKeyId: string): KnownCredentials | undefined;
}

/** What a service holds on a role is renewed twice a day at the latest. */
const SERVICE_SESSION_SECONDS = 12 * 3600;
/** A role that assumes a role gets an hour at most. */
const CHAINED_SECONDS_MAX = 3600;

/** Creates the token service; root's access key is `local`, its secret `local`. */
export function createSts(options: {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly iam: Pick<Iam, "judge" | "role" | "policyDocument">;
}): Sts {
  const { kernel, accountId, iam } = options;
  const sessions = createSessionStore(kernel, accountId);
  const parts = { accountId, iam, sessions };

  function trusted(roleArn: string, { service, sourceArn }: Assuming): RoleView {
    const role = roleOf(iam, roleArn);
    const resourcePolicy = { kind: "trust", text: role.trustPolicy } as const;
    const request = { action: "sts:AssumeRole", resource: roleArn, context: {}, resourcePolicy };
    iam.judge({ caller: serviceCaller(service, accountId, sourceArn) }, [request]);
    return role;
  }

  return {
    service: {
      name: "sts",
      authorizations: (call) => authorizationsOf(call, iam),
      handle: (call) => answer(parts, call),
    },
    issueForRole(roleArn, sessionName, { functionArn, subnetIds, ...by }) {
      const role = trusted(roleArn, by);
      return sessions.start(role, sessionName, SERVICE_SESSION_SECONDS, {
        ...(functionArn === undefined ? {} : { functionArn }),
        subnetIds: subnetIds ?? [],
      });
    },
    assume(roleArn, sessionName, by) {
      trusted(roleArn, by);
      return roleCaller(roleArn, sessionName, accountId);
    },
    lookup: (accessKeyId) => sessions.lookup(accessKeyId),
  };
}

interface Parts {
  readonly accountId: string;
  readonly iam: Pick<Iam, "role" | "policyDocument">;
  readonly sessions: SessionStore;
}

function answer(parts: Parts, call: Call): Output {
  switch (call.action) {
    case "GetCallerIdentity":
      return callerIdentity(call.caller, parts.iam);
    case "GetAccessKeyInfo": {
      const accessKeyId = readerOf(call.action, call.input).requiredText("AccessKeyId");
      return { Account: accountOf(parts.sessions.lookup(accessKeyId)) };
    }
    case "AssumeRole":
      return assumeRole(parts, call);
    default:
      throw notImplemented(`sts:${call.action}`);
  }
}

function roleOf(iam: Pick<Iam, "role">, roleArn: string): RoleView {
  const role = iam.role(roleArn);
  if (role === undefined) throw new AwsError("NoSuchEntity", `The role ${roleArn} cannot be found.`, 404);
  return role;
}

function assumeRole({ accountId, iam, sessions }: Parts, call: Call): Output {
  const input = parseAssumeRole(call);
  const { roleArn, sessionName, seconds } = input;
  const role = roleOf(iam, roleArn);
  checkDuration(call.caller, role.maxSessionSeconds, seconds);
  const declaration = sessionOf(input, call.caller, (policyArn) => iam.policyDocument(policyArn));
  const credentials = sessions.start(role, sessionName, seconds, declaration);
  return {
    Credentials: describe(credentials),
    AssumedRoleUser: {
      AssumedRoleId: `${role.uniqueId}:${sessionName}`,
      Arn: sessionArn(roleArn, sessionName, accountId),
    },
    ...(declaration.sourceIdentity !== undefined && { SourceIdentity: declaration.sourceIdentity }),
    ...(input.policy !== undefined && { PackedPolicySize: Math.ceil(input.policy.length / 20.48) }),
  };
}

function describe({ accessKeyId, secretAccessKey, sessionToken, expiresAt }: Credentials): Output {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(expiresAt).toISOString(),
  };
}

/** AWS lets everybody ask who they are. */
function authorizationsOf(call: Call, iam: Pick<Iam, "role">): readonly AuthorizationRequest[] {
  switch (call.action) {
    case "GetCallerIdentity":
      return [];
    case "AssumeRole": {
      const input = parseAssumeRole(call);
      return assumeRoleRequests(input, call.caller, iam.role(input.roleArn));
    }
    default:
      return [{ action: `sts:${call.action}`, resource: "*", context: {} }];
  }
}

function accountOf(credentials: KnownCredentials | undefined): string {
  if (credentials !== undefined) return credentials.caller.accountId;
  throw invalid("Access key is not known to this account.");
}

function checkDuration(caller: Caller, maxSessionSeconds: number, seconds: number): void {
  if (seconds > maxSessionSeconds) {
    throw invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  if (caller.kind === "role" && seconds > CHAINED_SECONDS_MAX) {
    throw invalid("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
  }
}

function callerIdentity(caller: Caller, iam: Pick<Iam, "role">): Output {
  const role = caller.kind === "role" ? iam.role(caller.roleArn) : undefined;
  const userId = caller.kind === "role" ? `${role?.uniqueId ?? "AROA"}:${caller.sessionName}` : caller.accountId;
  return { UserId: userId, Account: caller.accountId, Arn: caller.arn };
}

import type { AuthorizationRequest, Call, Caller, ServiceModel } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { ambientContext } from "../iam/ambient-context.ts";
import type { Iam } from "../iam/index.ts";
import { readerOf } from "../inputs.ts";
import { createSessionStore, sessionArn } from "./sessions.ts";
import type { Credentials, KnownCredentials } from "./sessions.ts";

export type { KnownCredentials } from "./sessions.ts";

/** On whose behalf a service takes on a role; the trust policy may ask for the source. */
interface ServiceSession {
  /** "lambda.amazonaws.com"; without it the trust policy is not asked. */
  readonly service?: string;
  readonly sourceArn?: string;
  readonly durationSeconds?: number;
}

/** The security token service and the store of every credential of the local cloud. */
export interface Sts {
  readonly service: ServiceModel;
  /** Starts a role's session for a service. Throws `AccessDeniedException` where the role does not trust it. */
  issueForRole(roleArn: string, sessionName: string, session?: ServiceSession): Credentials;
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
  readonly iam: Pick<Iam, "judge" | "role">;
}): Sts {
  const { kernel, accountId, iam } = options;
  const sessions = createSessionStore(kernel, accountId);

  function assumeRole(call: Call): Readonly<Record<string, unknown>> {
    const { roleArn, sessionName, seconds } = parseAssumeRole(call);
    const request = { action: "sts:AssumeRole", resource: roleArn, context: { "sts:RoleSessionName": [sessionName] } };
    const role = iam.role(roleArn);
    const ambient = ambientContext(call, kernel);
    const verdict = role?.trusts(call.caller, request.context, ambient) ?? "refused";
    if (role === undefined || verdict === "refused") throw assumeDenied(call.caller, roleArn);
    if (verdict === "delegated") iam.judge(call.caller, [request], ambient);
    checkDuration(call.caller, role.maxSessionSeconds, seconds);
    const credentials = sessions.start(role, sessionName, seconds);
    return {
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: new Date(credentials.expiresAt).toISOString(),
      },
      AssumedRoleUser: {
        AssumedRoleId: `${role.uniqueId}:${sessionName}`,
        Arn: sessionArn(accountId, role.name, sessionName),
      },
    };
  }

  return {
    service: {
      name: "sts",
      authorizations: (): readonly AuthorizationRequest[] => [],
      handle(call) {
        switch (call.action) {
          case "GetCallerIdentity":
            return callerIdentity(call.caller, iam);
          case "AssumeRole":
            return assumeRole(call);
          default:
            throw notImplemented(`sts:${call.action}`);
        }
      },
    },
    issueForRole(roleArn, sessionName, session = {}) {
      const role = iam.role(roleArn);
      if (role === undefined) throw new AwsError("NoSuchEntity", `The role ${roleArn} cannot be found.`, 404);
      if (session.service !== undefined) {
        const context = {
          "aws:SourceAccount": [accountId],
          ...(session.sourceArn === undefined ? {} : { "aws:SourceArn": [session.sourceArn] }),
        };
        const subject = { kind: "aws-service", principal: session.service } as const;
        if (role.trusts(subject, context) === "refused") {
          throw new AwsError("AccessDeniedException", `The role ${roleArn} cannot be assumed by ${session.service}.`);
        }
      }
      return sessions.start(role, sessionName, session.durationSeconds ?? SERVICE_SESSION_SECONDS);
    },
    lookup: (accessKeyId) => sessions.lookup(accessKeyId),
  };
}

function checkDuration(caller: Caller, maxSessionSeconds: number, seconds: number): void {
  if (seconds > maxSessionSeconds) {
    throw invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  if (caller.kind === "role" && seconds > CHAINED_SECONDS_MAX) {
    throw invalid("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
  }
}

function callerIdentity(caller: Caller, iam: Pick<Iam, "role">): Readonly<Record<string, unknown>> {
  const role = caller.kind === "role" ? iam.role(caller.roleArn) : undefined;
  const userId = caller.kind === "role" ? `${role?.uniqueId ?? "AROA"}:${caller.sessionName}` : caller.accountId;
  return { UserId: userId, Account: caller.accountId, Arn: caller.arn };
}

function parseAssumeRole(call: Call): { roleArn: string; sessionName: string; seconds: number } {
  const input = readerOf("AssumeRole", call.input);
  for (const key of Object.keys(call.input)) {
    if (!["RoleArn", "RoleSessionName", "DurationSeconds"].includes(key)) {
      throw notImplemented(`the parameter "${key}" of sts:AssumeRole`);
    }
  }
  const sessionName = input.requiredText("RoleSessionName");
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    throw invalid(
      `1 validation error detected: Value '${sessionName}' at 'roleSessionName' failed to satisfy constraint: ` +
        "Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    );
  }
  const seconds = input.number("DurationSeconds") ?? 3600;
  if (seconds < 900 || seconds > 43_200) {
    throw invalid(`The requested DurationSeconds ${seconds} is not between 900 and 43200.`);
  }
  return { roleArn: input.requiredText("RoleArn"), sessionName, seconds };
}

function assumeDenied(caller: Caller, roleArn: string): AwsError {
  return new AwsError(
    "AccessDeniedException",
    `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
  );
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationError", message);
}

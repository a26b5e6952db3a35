import type { Call, Caller } from "../../core/call.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { Passage } from "../network/passage.ts";
import { requestTags } from "./request-tags.ts";
import { tagNamed } from "./tag-named.ts";
import type { Lookup } from "./variables.ts";

/** A call as far as IAM looks at it. */
export interface JudgedCall extends Pick<Call, "caller"> {
  readonly region?: string;
  readonly client?: Call["client"];
  readonly input?: Call["input"];
  /** How it left its network; left out where it comes from none. */
  readonly passage?: Passage | undefined;
}

/** What a role contributes to the context of its sessions' calls. */
interface RoleFacts {
  readonly uniqueId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The condition keys that every request has, computed only when a policy asks for them.
 * Source: IAM User Guide, "AWS global condition context keys".
 */
export function ambientContext(call: JudgedCall, role: RoleFacts | undefined, kernel: Pick<Kernel, "now">): Lookup {
  const { caller, input } = call;
  const tags = input === undefined ? () => undefined : requestTags(input);
  return (key) =>
    (caller.kind === "service" ? serviceKey(caller, key) : principalKey(caller, role, key)) ??
    networkKey(call, key) ??
    tags(key) ??
    commonKey(call, kernel, key);
}

/** The context of what a service asks in the caller's name: who the caller is stays, the way there does not. */
export function forwardedContext(ambient: Lookup, via: string): Lookup {
  const service = `${via.split(".")[0] ?? ""}.amazonaws.com`;
  return (key) => {
    switch (key) {
      case "aws:viaawsservice":
        return ["true"];
      case "aws:calledvia":
      case "aws:calledviafirst":
      case "aws:calledvialast":
        return [service];
      case "kms:viaservice":
        return [via];
      case "aws:sourceip":
      case "aws:sourcevpc":
      case "aws:sourcevpce":
      case "aws:vpcsourceip":
        return undefined;
      case "aws:tagkeys":
        return undefined;
      default:
        return key.startsWith("aws:requesttag/") ? undefined : ambient(key);
    }
  };
}

function serviceKey(caller: Extract<Caller, { kind: "service" }>, key: string): readonly string[] | undefined {
  switch (key) {
    case "aws:principalisawsservice":
      return ["true"];
    case "aws:principalservicename":
      return [caller.principal];
    case "aws:sourceaccount":
      return caller.sourceArn === undefined ? undefined : [caller.accountId];
    case "aws:sourcearn":
      return caller.sourceArn === undefined ? undefined : [caller.sourceArn];
    default:
      return undefined;
  }
}

type Principal = Exclude<Caller, { kind: "service" }>;

function principalKey(caller: Principal, role: RoleFacts | undefined, key: string): readonly string[] | undefined {
  const session = caller.kind === "role" ? caller.session : undefined;
  if (key.startsWith("aws:principaltag/")) {
    const name = key.slice("aws:principaltag/".length);
    return tagNamed(session?.tags, name) ?? tagNamed(role?.tags, name);
  }
  switch (key) {
    case "aws:principalarn":
      return [caller.kind === "role" ? caller.roleArn : caller.arn];
    case "aws:principalaccount":
      return [caller.accountId];
    case "aws:principaltype":
      return [caller.kind === "role" ? "AssumedRole" : "Account"];
    case "aws:principalisawsservice":
      return ["false"];
    case "aws:userid":
      return [caller.kind === "role" ? `${role?.uniqueId ?? ""}:${caller.sessionName}` : caller.accountId];
    case "aws:multifactorauthpresent":
      // Temporary credentials say so, the long-lived ones of root do not.
      return caller.kind === "role" ? ["false"] : undefined;
    case "aws:tokenissuetime":
      return session === undefined ? undefined : [new Date(session.issuedMs).toISOString()];
    case "aws:sourceidentity":
      return session?.sourceIdentity === undefined ? undefined : [session.sourceIdentity];
    case "lambda:sourcefunctionarn":
      return session?.functionArn === undefined ? undefined : [session.functionArn];
    default:
      return undefined;
  }
}

function networkKey({ client, passage }: JudgedCall, key: string): readonly string[] | undefined {
  if (passage?.kind === "endpoint") {
    switch (key) {
      case "aws:sourcevpc":
        return [passage.vpcId];
      case "aws:sourcevpce":
        return [passage.endpointId];
      case "aws:vpcsourceip":
        return passage.sourceIp === undefined ? undefined : [passage.sourceIp];
      default:
        return undefined;
    }
  }
  if (key !== "aws:sourceip") return undefined;
  if (passage?.kind === "nat") return passage.publicIp === undefined ? undefined : [passage.publicIp];
  return client === undefined ? undefined : [client.sourceIp];
}

function commonKey({ region, client }: JudgedCall, kernel: Pick<Kernel, "now">, key: string) {
  switch (key) {
    case "aws:requestedregion":
      return region === undefined ? undefined : [region];
    case "aws:securetransport":
      // The endpoint stands for AWS's own, which is reached over TLS.
      return ["true"];
    case "aws:useragent":
      return client?.userAgent === undefined ? undefined : [client.userAgent];
    case "aws:viaawsservice":
      return ["false"];
    case "aws:currenttime":
      return [new Date(kernel.now()).toISOString()];
    case "aws:epochtime":
      return [String(Math.floor(kernel.now() / 1000))];
    default:
      return undefined;
  }
}

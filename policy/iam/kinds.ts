import { actionsOf, isWholeService, type Action } from "./actions.ts";
import type { Statement } from "./document.ts";
import { isAllOfKind, isEverything, isNarrowedByResource } from "./resources.ts";

/** What an action does for who has it on everything; an action is of one kind, so that one fault is one finding. */
export type Kind =
  | "pass-role"
  | "assume-role"
  | "policy-version"
  | "policy-attachment"
  | "credential"
  | "group-membership"
  | "trust"
  | "boundary"
  | "principal"
  | "code"
  | "objects"
  | "items"
  | "secrets"
  | "parameters"
  | "cryptography"
  | "key-lifecycle"
  | "audit"
  | "exposure"
  | "deletion"
  | "other";

const KINDS: readonly (readonly [Kind, RegExp])[] = [
  ["pass-role", any("iam", "passrole")],
  ["assume-role", any("sts", "assumerole")],
  ["policy-version", any("iam", "createpolicyversion", "setdefaultpolicyversion")],
  ["policy-attachment", any("iam", "(attach|put)(user|group|role)policy")],
  [
    "credential",
    any(
      "iam",
      "createaccesskey",
      "(create|update)loginprofile",
      "(create|reset)servicespecificcredential",
      "uploadsshpublickey",
      "uploadsigningcertificate",
    ),
  ],
  ["group-membership", any("iam", "addusertogroup")],
  ["trust", any("iam", "updateassumerolepolicy")],
  [
    "boundary",
    any(
      "iam",
      "(put|delete)(role|user)permissionsboundary",
      "deactivatemfadevice",
      "(delete|detach)(role|user|group)policy",
    ),
  ],
  ["principal", any("iam", "create(role|user)")],
  ["code", codeOfOthers()],
  ["objects", any("s3", "(get|put|delete)object(version)?", "restoreobject", "replicateobject")],
  [
    "items",
    any(
      "dynamodb",
      "(get|put|update|delete)item",
      "batch(get|write)item",
      "query",
      "scan",
      "partiql(select|insert|update|delete)",
      "getrecords",
      "exporttabletopointintime",
    ),
  ],
  ["secrets", any("secretsmanager", "getsecretvalue", "putsecretvalue", "updatesecret")],
  ["parameters", any("ssm", "getparameters?", "getparametersbypath", "getparameterhistory")],
  [
    "cryptography",
    any(
      "kms",
      "decrypt",
      "encrypt",
      "reencrypt(from|to)",
      "generatedatakey.*",
      "creategrant",
      "sign",
      "generatemac",
      "derivesharedsecret",
    ),
  ],
  [
    "key-lifecycle",
    any("kms", "schedulekeydeletion", "disablekey", "disablekeyrotation", "putkeypolicy", "deleteimportedkeymaterial"),
  ],
  ["audit", recording()],
];

function any(service: string, ...actions: readonly string[]): RegExp {
  return new RegExp(`^${service}:(${actions.join("|")})$`);
}

/** Replacing what runs already, with the role that it runs with. */
function codeOfOthers(): RegExp {
  const actions = [
    "lambda:updatefunction(code|configuration)",
    "glue:update(devendpoint|job)",
    "cloudformation:(updatestack|executechangeset)",
    "codebuild:updateproject",
    "codestar:(updateproject|associateteammember)",
    "datapipeline:putpipelinedefinition",
    "sagemaker:createpresigned(notebookinstance|domain)url",
    "ssm:(sendcommand|startsession|startautomationexecution)",
    "ec2-instance-connect:sendsshpublickey",
    "ec2:(modifyinstanceattribute|associateiaminstanceprofile|replaceiaminstanceprofileassociation)",
    "ecs:executecommand",
    "states:updatestatemachine",
  ];
  return new RegExp(`^(${actions.join("|")})$`);
}

/** Stopping what records, or deleting what it recorded. */
function recording(): RegExp {
  const actions = [
    "cloudtrail:(stoplogging|deletetrail|updatetrail|puteventselectors|deleteeventdatastore)",
    "config:(deleteconfigurationrecorder|stopconfigurationrecorder|deletedeliverychannel)",
    "guardduty:(deletedetector|updatedetector|disassociatefrommasteraccount)",
    "securityhub:disablesecurityhub",
    "access-analyzer:deleteanalyzer",
    "logs:(deleteloggroup|deletelogstream|deleteretentionpolicy)",
    "ec2:deleteflowlogs",
  ];
  return new RegExp(`^(${actions.join("|")})$`);
}

/** The kind of an action. */
export function kindOf(action: Action): Kind {
  const listed = KINDS.find(([, which]) => which.test(action.key))?.[0];
  if (listed !== undefined) return listed;
  if (action.level === "Permissions") return action.restrictable ? "exposure" : "other";
  return action.restrictable && /^[^:]+:delete/.test(action.key) ? "deletion" : "other";
}

/** What a statement allows on all resources of a kind: the actions by name, and the resource as it is written. */
export interface Reach {
  readonly names: readonly string[];
  readonly resource: string;
}

const granted = new WeakMap<Statement, ReadonlyMap<Kind, ReadonlySet<string>>>();

/**
 * What an Allow statement allows of this kind on all resources of a kind: for the kind "other", which has no harm of
 * its own, on everything. Whole services are left out, since they are a fault of their own, and so is what a condition
 * narrows.
 */
export function reachOf(statement: Statement, kind: Kind): Reach | undefined {
  // Which resources it is about may not be known yet: it is asked only where it matters.
  const names = grantedBy(statement).get(kind);
  if (names === undefined) return undefined;
  const onEverything = kind === "other" || kind === "deletion" || kind === "exposure";
  const resource = widest(statement, onEverything);
  if (resource === undefined || isNarrowedByResource(statement)) return undefined;
  return { names: [...names], resource };
}

/** The widest resource of a statement that is wide. One that is known answers whatever is not known beside it. */
function widest(statement: Statement, onEverything: boolean): string | undefined {
  const { knownResources } = statement;
  const everything = knownResources.find(isEverything);
  const wide = everything ?? (onEverything ? undefined : knownResources.find(isAllOfKind));
  if (wide !== undefined) return wide;
  // Throws where one is not known.
  return statement.resources.find(onEverything ? isEverything : isAllOfKind);
}

function grantedBy(statement: Statement): ReadonlyMap<Kind, ReadonlySet<string>> {
  const known = granted.get(statement);
  if (known !== undefined) return known;
  const byKind = new Map<Kind, Set<string>>();
  for (const pattern of statement.effect === "Allow" ? statement.actions : []) {
    if (isWholeService(pattern)) continue;
    for (const { kind, name } of judgedActions(pattern)) byKind.set(kind, (byKind.get(kind) ?? new Set()).add(name));
  }
  granted.set(statement, byKind);
  return byKind;
}

interface Judged {
  readonly kind: Kind;
  readonly name: string;
}

const judged = new Map<string, readonly Judged[]>();

/** The actions of a pattern that a policy could restrict. */
function judgedActions(pattern: string): readonly Judged[] {
  const known = judged.get(pattern);
  if (known !== undefined) return known;
  const all = actionsOf(pattern);
  const restrictable = all.filter((action) => action.restrictable);
  // Patterns over listings, "ec2:Describe*", have single actions that take a resource; most need "*".
  const listing = all.every(({ level }) => level === "List" || level === "Read");
  const few = all.length > 1 && listing && restrictable.length * 2 < all.length;
  const kept = restrictable.map((action) => ({
    kind: kindOf(action),
    name: /[*?]/.test(pattern) ? pattern : action.name,
  }));
  const found = few ? kept.filter(({ kind }) => kind !== "other") : kept;
  judged.set(pattern, found);
  return found;
}

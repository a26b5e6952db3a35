import type { Call } from "../../core/call.ts";
import { AwsError } from "../../core/errors.ts";
import type { Reader } from "../inputs.ts";
import { type LogGroup, type LogStore, requireRetention, RETENTION_DAYS } from "./store.ts";

type Output = Readonly<Record<string, unknown>>;

const tagsMax = 50;

/** The parameters of the calls that make, change and delete groups. */
export const groupInputs: Readonly<Record<string, readonly string[]>> = {
  CreateLogGroup: ["logGroupName", "kmsKeyId", "tags", "logGroupClass", "deletionProtectionEnabled"],
  DeleteLogGroup: ["logGroupName"],
  DeleteLogStream: ["logGroupName", "logStreamName"],
  PutRetentionPolicy: ["logGroupName", "retentionInDays"],
  DeleteRetentionPolicy: ["logGroupName"],
  AssociateKmsKey: ["logGroupName", "resourceIdentifier", "kmsKeyId"],
  DisassociateKmsKey: ["logGroupName", "resourceIdentifier"],
  PutLogGroupDeletionProtection: ["logGroupIdentifier", "deletionProtectionEnabled"],
  TagResource: ["resourceArn", "tags"],
  UntagResource: ["resourceArn", "tagKeys"],
  ListTagsForResource: ["resourceArn"],
  TagLogGroup: ["logGroupName", "tags"],
  UntagLogGroup: ["logGroupName", "tags"],
  ListTagsLogGroup: ["logGroupName"],
};

/** The name of the group that a call speaks of, by name or by ARN; undefined where it names none. */
export function groupName(input: Reader): string | undefined {
  const named =
    input.text("logGroupName") ??
    input.text("logGroupIdentifier") ??
    input.text("resourceArn") ??
    input.text("resourceIdentifier");
  return named?.replace(/^arn:aws[\w-]*:logs:[^:]*:[^:]*:log-group:/, "").replace(/:\*$/, "");
}

/** Answers a call of `groupInputs`. */
export function groupOperation(store: LogStore, call: Call, input: Reader): Output {
  if (call.action === "CreateLogGroup") return createGroup(store, call, input);
  const name = groupName(input) ?? input.requiredText("logGroupName");
  const group = store.group(call.region, name);
  switch (call.action) {
    case "DeleteLogGroup":
      store.deleteGroup(call.region, name);
      return {};
    case "DeleteLogStream":
      store.deleteStream(group, input.requiredText("logStreamName"));
      return {};
    case "PutRetentionPolicy": {
      const retentionDays = input.number("retentionInDays") ?? 0;
      requireRetention(retentionDays, RETENTION_DAYS.slice(1));
      store.changeGroup(group, { retentionDays });
      return {};
    }
    case "DeleteRetentionPolicy":
      store.changeGroup(group, { retentionDays: 0 });
      return {};
    case "AssociateKmsKey":
      store.changeGroup(group, { kmsKeyId: input.requiredText("kmsKeyId") });
      return {};
    case "DisassociateKmsKey":
      store.changeGroup(group, { kmsKeyId: undefined });
      return {};
    case "PutLogGroupDeletionProtection":
      store.changeGroup(group, { deletionProtection: input.flag("deletionProtectionEnabled") ?? false });
      return {};
    default:
      return tagOperation(store, group, call.action, input);
  }
}

function createGroup(store: LogStore, call: Call, input: Reader): Output {
  const kmsKeyId = input.text("kmsKeyId");
  store.createGroup(call.region, input.requiredText("logGroupName"), {
    ...(kmsKeyId !== undefined && { kmsKeyId }),
    tags: new Map(Object.entries(input.strings("tags"))),
    deletionProtection: input.flag("deletionProtectionEnabled") ?? false,
    groupClass: input.text("logGroupClass") ?? "STANDARD",
  });
  return {};
}

function tagOperation(store: LogStore, group: LogGroup, action: string, input: Reader): Output {
  if (action.startsWith("List")) return { tags: Object.fromEntries(group.tags) };
  if (action.startsWith("Untag")) {
    const names = input.texts(action === "UntagResource" ? "tagKeys" : "tags");
    store.changeGroup(group, { tags: new Map([...group.tags].filter(([name]) => !names.includes(name))) });
    return {};
  }
  const tags = new Map([...group.tags, ...Object.entries(input.strings("tags"))]);
  if (tags.size > tagsMax) throw new AwsError("TooManyTagsException", `A log group has at most ${tagsMax} tags.`);
  store.changeGroup(group, { tags });
  return {};
}

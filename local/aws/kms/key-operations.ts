import type { Call } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Reader } from "../inputs.ts";
import { resolveKey } from "./input.ts";
import { describeKey } from "./key-description.ts";
import { defaultKeyPolicy } from "./key-policy.ts";
import { requireEnabled, requireRotatable, requireUnburied, stateOf } from "./key-state.ts";
import { page } from "./listings.ts";
import { requireManageable } from "./lockout.ts";
import { type KeyStore, type KmsKey, rotationDaysDefault } from "./store.ts";

type Output = Readonly<Record<string, unknown>>;

const dayMs = 86_400_000;
const tagsMax = 50;

/** What an operation on keys works with. */
export interface KeyWork {
  readonly store: KeyStore;
  readonly accountId: string;
  readonly call: Call;
  readonly input: Reader;
}

/** CreateKey. */
export function createKey({ store, accountId, call, input }: KeyWork): Output {
  const origin = input.text("Origin") ?? "AWS_KMS";
  if (origin !== "AWS_KMS") throw notImplemented(`KMS keys of the origin ${origin}`);
  const key = store.createKey({
    region: call.region,
    multiRegion: input.flag("MultiRegion") ?? false,
    spec: input.text("KeySpec") ?? input.text("CustomerMasterKeySpec") ?? "SYMMETRIC_DEFAULT",
    usage: input.text("KeyUsage") ?? "ENCRYPT_DECRYPT",
    enabled: true,
    description: input.text("Description") ?? "",
    policy: newPolicy({ call, input, accountId }),
    tags: tagsOf(input),
  });
  return { KeyMetadata: describeKey(key, store, accountId) };
}

/** ReplicateKey. */
export function replicateKey({ store, accountId, call, input }: KeyWork): Output {
  const { key: primary } = resolveKey(store, call, input);
  const key = store.createReplica({
    region: input.requiredText("ReplicaRegion"),
    primaryArn: primary.arn,
    enabled: true,
    description: input.text("Description") ?? "",
    policy: newPolicy({ call, input, accountId }),
    tags: tagsOf(input),
  });
  const tags = [...key.tags].map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  return { ReplicaKeyMetadata: describeKey(key, store, accountId), ReplicaPolicy: key.policy, ReplicaTags: tags };
}

function newPolicy({ call, input, accountId }: Pick<KeyWork, "call" | "input" | "accountId">): string {
  const policy = input.text("Policy") ?? defaultKeyPolicy(accountId);
  requireManageable(policy, call.caller, input.flag("BypassPolicyLockoutSafetyCheck") ?? false);
  return policy;
}

/** Changes of one key and what there is to tell of it; undefined for any other action. */
export function keyOperation(work: KeyWork): Output | undefined {
  const act = operations[work.call.action];
  return act === undefined ? undefined : act(resolveKey(work.store, work.call, work.input).key, work);
}

const operations: Readonly<Record<string, (key: KmsKey, work: KeyWork) => Output>> = {
  DescribeKey: (key, { store, accountId }) => ({ KeyMetadata: describeKey(key, store, accountId) }),
  UpdateKeyDescription(key, { input }) {
    requireUnburied(key);
    key.description = input.text("Description") ?? "";
    return {};
  },
  EnableKey: (key) => setEnabled(key, true),
  DisableKey: (key) => setEnabled(key, false),
  ScheduleKeyDeletion: scheduleDeletion,
  CancelKeyDeletion(key) {
    if (key.deletion === undefined) {
      throw new AwsError("KMSInvalidStateException", `${key.arn} is not pending deletion.`);
    }
    key.deletion = undefined;
    return { KeyId: key.arn };
  },
  EnableKeyRotation(key, { input }) {
    const days = input.number("RotationPeriodInDays");
    if (days !== undefined) requireRange("rotationPeriodInDays", days, 90, 2560);
    requireEnabled(key);
    requireRotatable(key);
    key.rotation.enabled = true;
    key.rotation.periodDays = days ?? rotationDaysDefault;
    return {};
  },
  DisableKeyRotation(key) {
    requireEnabled(key);
    requireRotatable(key);
    key.rotation.enabled = false;
    return {};
  },
  GetKeyRotationStatus: rotationStatus,
  PutKeyPolicy(key, { input, call }) {
    requireDefault(input);
    const policy = input.requiredText("Policy");
    requireManageable(policy, call.caller, input.flag("BypassPolicyLockoutSafetyCheck") ?? false);
    key.policy = policy;
    return {};
  },
  GetKeyPolicy(key, { input }) {
    requireDefault(input);
    return { Policy: key.policy, PolicyName: "default" };
  },
  ListKeyPolicies: (_, { input }) => page(input, "PolicyNames", { most: 1000, usual: 100 }, [["default", "default"]]),
  TagResource(key, { input }) {
    requireUnburied(key);
    const tags = new Map([...key.tags, ...tagsOf(input)]);
    if (tags.size > tagsMax) throw new AwsError("LimitExceededException", "A key has at most 50 tags.");
    key.tags = tags;
    return {};
  },
  UntagResource(key, { input }) {
    requireUnburied(key);
    const names = input.texts("TagKeys");
    key.tags = new Map([...key.tags].filter(([name]) => !names.includes(name)));
    return {};
  },
  ListResourceTags(key, { input }) {
    const tags = [...key.tags].map(([TagKey, TagValue]) => [TagKey, { TagKey, TagValue }] as const);
    return page(input, "Tags", { most: 50, usual: 50 }, tags);
  },
};

function setEnabled(key: KmsKey, enabled: boolean): Output {
  requireUnburied(key);
  key.enabled = enabled;
  return {};
}

function scheduleDeletion(key: KmsKey, { store, input }: KeyWork): Output {
  const days = input.number("PendingWindowInDays") ?? 30;
  requireRange("pendingWindowInDays", days, 7, 30);
  requireUnburied(key);
  store.scheduleDeletion(key, days);
  const at = key.deletion?.at;
  return {
    KeyId: key.arn,
    KeyState: stateOf(key),
    PendingWindowInDays: days,
    ...(at !== undefined && { DeletionDate: at / 1000 }),
  };
}

function rotationStatus(key: KmsKey): Output {
  const { enabled, periodDays } = key.rotation;
  const isOn = enabled && key.deletion === undefined;
  return {
    KeyId: key.arn,
    KeyRotationEnabled: isOn,
    ...(isOn && { RotationPeriodInDays: periodDays, NextRotationDate: (key.createdAt + periodDays * dayMs) / 1000 }),
  };
}

function requireDefault(input: Reader): void {
  if ((input.text("PolicyName") ?? "default") === "default") return;
  throw new AwsError("NotFoundException", "No such policy exists");
}

function requireRange(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const bound = value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
  throw new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ` +
      `Member must have value ${bound}`,
  );
}

function tagsOf(input: Reader): ReadonlyMap<string, string> {
  return new Map(input.children("Tags").map((tag) => [tag.requiredText("TagKey"), tag.text("TagValue") ?? ""]));
}

import { AwsError } from "../../core/errors.ts";
import type { KmsKey } from "./store.ts";

/** The states that keys of the local cloud come to. */
type KeyState = "Enabled" | "Disabled" | "PendingDeletion" | "PendingReplicaDeletion";

/** The state of a key (AWS: "Key states of AWS KMS keys"). */
export function stateOf({ enabled, deletion }: KmsKey): KeyState {
  if (deletion !== undefined) return deletion.at === undefined ? "PendingReplicaDeletion" : "PendingDeletion";
  return enabled ? "Enabled" : "Disabled";
}

/** Refuses a key that is to be deleted. */
export function requireUnburied(key: KmsKey): void {
  if (key.deletion === undefined) return;
  const what = key.deletion.at === undefined ? "replica deletion" : "deletion";
  throw new AwsError("KMSInvalidStateException", `${key.arn} is pending ${what}.`);
}

/** Refuses a key that nobody may use for now. */
export function requireEnabled(key: KmsKey): void {
  requireUnburied(key);
  if (!key.enabled) throw new AwsError("DisabledException", `${key.arn} is disabled.`);
}

/** Refuses what only symmetric keys can do, and replicas leave to their primary. */
export function requireRotatable(key: KmsKey): void {
  if (key.spec === "SYMMETRIC_DEFAULT" && key.region === key.primaryRegion) return;
  throw unrotatable(key.arn);
}

/** The refusal to rotate a key of the wrong kind. */
export function unrotatable(what: string): AwsError {
  return new AwsError("UnsupportedOperationException", `${what} does not support automatic rotation.`);
}

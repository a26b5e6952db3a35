import type { AuthorizationRequest, Call } from "../../core/call.ts";
import { readInput, resolveKey } from "./operations.ts";
import type { KeyStore } from "./store.ts";

/** What IAM is asked about a KMS call. Throws like the call itself where its key cannot be found. */
export function kmsAuthorizations(store: KeyStore, accountId: string, call: Call): readonly AuthorizationRequest[] {
  const action = `kms:${call.action}`;
  const input = readInput(call);
  if (call.action === "ListKeys" || call.action === "ListAliases") return [{ action, resource: "*", context: {} }];
  const { key, requestAlias } = resolveKey(store, call, input);
  const aliases = store.aliases(call.region).flatMap(([name, keyId]) => (keyId === key.keyId ? [name] : []));
  const context: Record<string, readonly string[]> = {
    "kms:CallerAccount": [accountId],
    "kms:KeySpec": [key.spec],
    "kms:KeyUsage": [key.usage],
    "kms:MultiRegion": [String(key.multiRegion)],
    "kms:ResourceAliases": aliases,
  };
  if (requestAlias !== undefined) context["kms:RequestAlias"] = [requestAlias];
  const macAlgorithm = input.text("MacAlgorithm");
  if (macAlgorithm !== undefined) context["kms:MacAlgorithm"] = [macAlgorithm];
  const pairs = Object.entries(input.strings("EncryptionContext"));
  for (const [name, value] of pairs) context[`kms:EncryptionContext:${name}`] = [value];
  if (pairs.length > 0) context["kms:EncryptionContextKeys"] = pairs.map(([name]) => name);
  return [{ action, resource: key.arn, context }];
}

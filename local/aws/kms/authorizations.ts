import type { AuthorizationRequest, Call } from "../../core/call.ts";
import type { KeyUse } from "./key-use.ts";
import { readInput, resolveKey } from "./input.ts";
import { requireEnabled } from "./key-state.ts";
import type { KeyStore, KmsKey } from "./store.ts";

type Context = Record<string, readonly string[]>;

/** Actions that encrypt or decrypt, for which there is one algorithm here. */
const cryptographic: ReadonlySet<string> = new Set(["Decrypt", "Encrypt"]);

/** Actions that have no key yet, or many. */
const unnamed: ReadonlySet<string> = new Set(["CreateKey", "ListKeys", "ListAliases"]);

/** What IAM is asked about a KMS call. Throws like the call itself where its key cannot be found. */
export function kmsAuthorizations(store: KeyStore, accountId: string, call: Call): readonly AuthorizationRequest[] {
  const action = `kms:${call.action}`;
  const input = readInput(call);
  if (unnamed.has(call.action)) return [{ action, resource: "*", context: {} }];
  const { key, requestAlias } = resolveKey(store, call, input);
  const context = keyContext(store, accountId, key, input.strings("EncryptionContext"));
  if (requestAlias !== undefined) context["kms:RequestAlias"] = [requestAlias];
  const macAlgorithm = input.text("MacAlgorithm");
  if (macAlgorithm !== undefined) context["kms:MacAlgorithm"] = [macAlgorithm];
  const signingAlgorithm = input.text("SigningAlgorithm");
  if (signingAlgorithm !== undefined) {
    context["kms:SigningAlgorithm"] = [signingAlgorithm];
    context["kms:MessageType"] = [input.text("MessageType") ?? "RAW"];
  }
  if (cryptographic.has(call.action)) context["kms:EncryptionAlgorithm"] = ["SYMMETRIC_DEFAULT"];
  const asked = { action, context, ...ofKey(key) };
  const alias = input.text("AliasName");
  if (alias === undefined) return [asked];
  return [asked, { action, resource: `arn:aws:kms:${call.region}:${accountId}:${alias}`, context: {} }];
}

/** What IAM is asked where a service uses a key, which has to be enabled. */
export function keyUseRequests(store: KeyStore, accountId: string, use: KeyUse): readonly AuthorizationRequest[] {
  const { region, service, encryptionContext } = use;
  if (/(^|:)alias\/aws\//.test(use.key)) return [];
  const { key } = store.resolve(region, use.key);
  requireEnabled(key);
  const context = keyContext(store, accountId, key, encryptionContext);
  const via = service === undefined ? {} : { via: `${service}.${region}.amazonaws.com` };
  return use.actions.map((action) => ({ action, context, ...ofKey(key), ...via }));
}

/** What a question about a key says of the key itself. */
function ofKey(key: KmsKey) {
  const resourcePolicy = { kind: "key", text: key.policy } as const;
  return { resource: key.arn, resourceTags: Object.fromEntries(key.tags), resourcePolicy };
}

function keyContext(
  store: KeyStore,
  accountId: string,
  key: KmsKey,
  encryptionContext: Readonly<Record<string, string>>,
): Context {
  const aliases = store.aliases(key.region).flatMap(([name, keyId]) => (keyId === key.keyId ? [name] : []));
  const context: Context = {
    "kms:CallerAccount": [accountId],
    "kms:KeyOrigin": ["AWS_KMS"],
    "kms:KeySpec": [key.spec],
    "kms:KeyUsage": [key.usage],
    "kms:MultiRegion": [String(key.multiRegion)],
    "kms:ResourceAliases": aliases,
  };
  if (key.multiRegion) {
    context["kms:MultiRegionKeyType"] = [key.region === key.primaryRegion ? "PRIMARY" : "REPLICA"];
  }
  const pairs = Object.entries(encryptionContext);
  for (const [name, value] of pairs) context[`kms:EncryptionContext:${name}`] = [value];
  if (pairs.length > 0) context["kms:EncryptionContextKeys"] = pairs.map(([name]) => name);
  return context;
}

import { createHash, generateKeyPairSync, sign, verify, type KeyPairKeyObjectResult } from "node:crypto";
import type { DataKeys } from "../../functions/stores/data-keys.ts";
import type { ServiceModel } from "../../local/core/call.ts";
import { AwsError } from "../../local/core/errors.ts";

/** The key that seals the secrets of endpoints, the same in every region. */
export const WEBHOOKS_KEY = "alias/prod-webhooks";

/** The key by which a cell countersigns what others' archives have sealed. */
export function countersignKey(cell: string): string {
  return `alias/prod-${cell}-countersign`;
}

/** KMS as far as data keys and signatures go: each data key is good for what it was made for alone. */
export interface KeyManagement {
  readonly service: ServiceModel;
  /** Opens what was sealed, as whoever looks at a run afterwards does. */
  readonly keys: Pick<DataKeys, "open">;
  /** Whether a signature (hex) is a key's over a text. */
  verifies(keyId: string, text: string, signature: string): boolean;
}

/** Made once in a process: what a key is, and what it signs with what luck, is in no trace. */
const pairs = new Map<string, KeyPairKeyObjectResult>();

function pairOf(keyId: string): KeyPairKeyObjectResult {
  const pair = pairs.get(keyId) ?? generateKeyPairSync("ec", { namedCurve: "P-256" });
  pairs.set(keyId, pair);
  return pair;
}

/** Keys that nothing was sealed with yet. */
export function createKeyManagement(): KeyManagement {
  const known = new Map<string, { readonly plain: Uint8Array; readonly about: string }>();

  function make(about: string): Readonly<Record<string, unknown>> {
    const blob = Buffer.from(`data key ${known.size}`);
    const plain = createHash("sha256").update(blob).digest();
    known.set(blob.toString("base64"), { plain, about });
    return { Plaintext: plain, CiphertextBlob: blob };
  }

  function open(sealed: string, about: string): Uint8Array {
    const found = known.get(sealed);
    if (found?.about !== about) throw new AwsError("InvalidCiphertextException", "It was sealed for something else.");
    return found.plain;
  }

  return {
    verifies: (keyId, text, signature) =>
      verify("sha256", Buffer.from(text), pairOf(keyId).publicKey, Buffer.from(signature, "hex")),
    keys: { open: (sealed, about) => Promise.resolve(open(sealed, about)) },
    service: {
      name: "kms",
      handle({ action, input }) {
        if (action === "Sign") return signed(String(input["KeyId"]), input["Message"]);
        const about = aboutIn(input["EncryptionContext"]);
        if (action === "GenerateDataKey") return make(about);
        if (action !== "Decrypt") throw new AwsError("InvalidAction", `The simulation has no ${action}.`);
        // The data key's own form is bytes.
        const sealed = Buffer.from(input["CiphertextBlob"] as Uint8Array).toString("base64");
        return { Plaintext: open(sealed, about) };
      },
      authorizations: () => [],
    },
  };
}

function signed(keyId: string, message: unknown): Readonly<Record<string, unknown>> {
  if (!(message instanceof Uint8Array)) throw new AwsError("ValidationException", "There is nothing to sign.");
  return { KeyId: keyId, Signature: sign("sha256", message, pairOf(keyId).privateKey) };
}

function aboutIn(context: unknown): string {
  return typeof context === "object" && context !== null && "about" in context ? String(context.about) : "";
}

import { createHash } from "node:crypto";
import type { DataKeys } from "../../functions/stores/data-keys.ts";
import type { ServiceModel } from "../../local/core/call.ts";
import { AwsError } from "../../local/core/errors.ts";

/** The key that seals the secrets of endpoints, the same in every region. */
export const WEBHOOKS_KEY = "alias/prod-webhooks";

/** KMS as far as data keys go: each is good for what it was made for alone. */
export interface KeyManagement {
  readonly service: ServiceModel;
  /** Opens what was sealed, as whoever looks at a run afterwards does. */
  readonly keys: Pick<DataKeys, "open">;
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
    keys: { open: (sealed, about) => Promise.resolve(open(sealed, about)) },
    service: {
      name: "kms",
      handle({ action, input }) {
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

function aboutIn(context: unknown): string {
  return typeof context === "object" && context !== null && "about" in context ? String(context.about) : "";
}

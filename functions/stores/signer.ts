import { SignCommand, type KMSClient } from "@aws-sdk/client-kms";
import { ATTEMPT_MS } from "../domain/lease.ts";
import type { Clock } from "./clock.ts";

/** Signs texts with a key that never leaves KMS. */
export interface Signer {
  /** ECDSA over P-256 and SHA-256, DER, as hex digits; and the ARN of the key. */
  sign(text: string): Promise<{ readonly signature: string; readonly key: string }>;
}

/** A signer by an asymmetric key of KMS (ECC_NIST_P256). */
export function createSigner(kms: Pick<KMSClient, "send">, keyId: string, clock: Pick<Clock, "deadline">): Signer {
  return {
    async sign(text) {
      const Message = Buffer.from(text);
      const input = { KeyId: keyId, Message, MessageType: "RAW", SigningAlgorithm: "ECDSA_SHA_256" } as const;
      const { Signature, KeyId } = await kms.send(new SignCommand(input), { abortSignal: clock.deadline(ATTEMPT_MS) });
      if (Signature === undefined || KeyId === undefined) throw new Error("KMS answered without a signature.");
      return { signature: Buffer.from(Signature).toString("hex"), key: KeyId };
    },
  };
}

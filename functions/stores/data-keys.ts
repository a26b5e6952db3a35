import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from "@aws-sdk/client-kms";
import { ATTEMPT_MS } from "../domain/lease.ts";
import type { Clock } from "./clock.ts";

/** A key that data is encrypted with, and the form in which it is kept beside that data. */
export interface DataKey {
  readonly plain: Uint8Array;
  /** Without this text the data is gone for good, wherever copies of it are. */
  readonly sealed: string;
}

/** The data keys of people, each sealed by the vault's key for whom it is about. */
export interface DataKeys {
  make(about: string): Promise<DataKey>;
  open(sealed: string, about: string): Promise<Uint8Array>;
}

/** Data keys from KMS (GenerateDataKey, Decrypt); the encryption context binds each to whom it is about. */
export function createDataKeys(kms: Pick<KMSClient, "send">, keyId: string, clock: Pick<Clock, "deadline">): DataKeys {
  const inTime = () => ({ abortSignal: clock.deadline(ATTEMPT_MS) });
  return {
    async make(about) {
      const input = { KeyId: keyId, KeySpec: "AES_256", EncryptionContext: { about } } as const;
      const { Plaintext, CiphertextBlob } = await kms.send(new GenerateDataKeyCommand(input), inTime());
      if (Plaintext === undefined || CiphertextBlob === undefined) throw new Error("KMS answered without a data key.");
      return { plain: Plaintext, sealed: Buffer.from(CiphertextBlob).toString("base64") };
    },
    async open(sealed, about) {
      const CiphertextBlob = Buffer.from(sealed, "base64");
      const input = { KeyId: keyId, CiphertextBlob, EncryptionContext: { about } };
      const { Plaintext } = await kms.send(new DecryptCommand(input), inTime());
      if (Plaintext === undefined) throw new Error("KMS answered without a data key.");
      return Plaintext;
    },
  };
}

import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ATTEMPT_MS } from "../domain/lease.ts";
import type { Clock } from "./clock.ts";

/** A copy is used for so long: a key on its way out is accepted for much longer. */
const FRESH_MS = 60_000;
/** However often it is asked for a fresh one, whoever sends wrong signatures makes no more reads than this. */
const AGAIN_MS = 2_000;

/** Reads a secret's text from AWS Secrets Manager, keeping a copy for a minute; `fresh` where that may be too old. */
export function createSecretReader(
  client: Pick<SecretsManagerClient, "send">,
  secretId: string,
  clock: Clock,
): (how?: { readonly fresh: true }) => Promise<string> {
  let copy: { readonly text: string; readonly at: number } | undefined;
  return async (how) => {
    const usableMs = how?.fresh === true ? AGAIN_MS : FRESH_MS;
    if (copy !== undefined && clock.monotonic() - copy.at <= usableMs) return copy.text;
    const at = clock.monotonic();
    const command = new GetSecretValueCommand({ SecretId: secretId });
    const { SecretString } = await client.send(command, { abortSignal: clock.deadline(ATTEMPT_MS) });
    if (SecretString === undefined) throw new Error(`The secret ${secretId} has no text.`);
    copy = { text: SecretString, at };
    return SecretString;
  };
}

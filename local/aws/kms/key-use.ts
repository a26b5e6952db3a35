import type { AuthorizationRequest } from "../../core/call.ts";

/** What a service does with a key of the account for a resource that the key encrypts. */
export interface KeyUse {
  readonly region: string;
  /** Id, ARN, alias or alias ARN. */
  readonly key: string;
  /** "kms:Decrypt" */
  readonly actions: readonly string[];
  /** The short name of the service, "sqs", where it acts in its caller's name; left out where it acts in its own. */
  readonly service?: string;
  readonly encryptionContext: Readonly<Record<string, string>>;
}

/**
 * What IAM has to judge of it: nothing for AWS's own keys, which every caller of the service may use. Throws
 * `NotFoundException`.
 */
export type KeyUses = (use: KeyUse) => readonly AuthorizationRequest[];

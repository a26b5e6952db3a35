import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";
import { uuid } from "../uuid.ts";

/** One value that a secret has had. */
export interface SecretVersion {
  readonly id: string;
  readonly text: string;
  readonly createdMs: number;
}

/** A secret; of its versions the last two are kept, as their stages are. */
export interface Secret {
  readonly name: string;
  readonly region: string;
  readonly arn: string;
  readonly createdMs: number;
  changedMs: number;
  description: string;
  /** Undefined: AWS's own key. */
  key: string | undefined;
  tags: Readonly<Record<string, string>>;
  current?: SecretVersion;
  previous?: SecretVersion;
}

/** What can be changed of a secret. */
export type SecretSettings = Pick<Secret, "description" | "key" | "tags">;

/** The secrets of all regions. */
export interface SecretStore {
  create(region: string, name: string, settings: SecretSettings): Secret;
  /** By name or ARN. */
  find(region: string, reference: string): Secret | undefined;
  /** The same; throws `ResourceNotFoundException`. */
  get(region: string, reference: string): Secret;
  /** Makes a value the current one; the same token again makes no other. */
  put(secret: Secret, text: string, token: string | undefined): SecretVersion;
  remove(secret: Secret): void;
}

/** Creates a store without secrets. */
export function createSecretStore(kernel: Kernel, accountId: string): SecretStore {
  const secrets = new Map<string, Secret>();
  const placeOf = (region: string, name: string) => `${region} ${name}`;
  const find = (region: string, reference: string) =>
    secrets.get(placeOf(region, reference)) ??
    [...secrets.values()].find((secret) => secret.region === region && secret.arn === reference);
  return {
    create(region, name, settings) {
      if (find(region, name) !== undefined) {
        throw new AwsError(
          "ResourceExistsException",
          `The operation failed because the secret ${name} already exists.`,
        );
      }
      // Six characters that nobody can guess, so that a policy on a name alone does not outlive its secret.
      const arn = `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${randomHex(kernel, 3)}`;
      const now = kernel.now();
      const secret: Secret = { name, region, arn, createdMs: now, changedMs: now, ...settings };
      secrets.set(placeOf(region, name), secret);
      return secret;
    },
    find,
    get(region, reference) {
      const found = find(region, reference);
      if (found !== undefined) return found;
      throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    },
    put(secret, text, token) {
      const id = token ?? uuid(kernel);
      if (secret.current?.id === id) {
        if (secret.current.text === text) return secret.current;
        throw new AwsError(
          "ResourceExistsException",
          `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ` +
            `${secret.arn}.`,
        );
      }
      if (secret.current !== undefined) secret.previous = secret.current;
      secret.current = { id, text, createdMs: kernel.now() };
      secret.changedMs = kernel.now();
      return secret.current;
    },
    remove: ({ region, name }) => void secrets.delete(placeOf(region, name)),
  };
}

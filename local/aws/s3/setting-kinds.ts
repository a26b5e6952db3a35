import { AwsError } from "../../core/errors.ts";
import { isProperties } from "../inputs.ts";
import type { Properties } from "../../core/resource.ts";
import type { SettingName } from "./bucket.ts";

/** One kind of setting: how the API calls it and its operations, and what IAM calls these. */
export interface SettingKind {
  readonly name: SettingName;
  /** "BucketVersioning": with Get, Put and Delete before it the names of the operations. */
  readonly operation: string;
  /** What IAM judges a reading by, "GetBucketVersioning"; `Put…` for a change. */
  readonly action: string;
  /** The field of the operations' input. */
  readonly field: string;
  /** The fields of the program's inputs that the API has at the top. */
  readonly unwrapped?: string;
  /** Can be taken away by the API. */
  readonly deletable?: true;
  /** The answer where there is none; without it an empty one. */
  missing?(): AwsError;
}

/** Everything that can be said of a bucket apart from its policy. Source: the S3 API reference. */
export const settingKinds: readonly SettingKind[] = [
  {
    name: "versioning",
    operation: "BucketVersioning",
    action: "BucketVersioning",
    field: "VersioningConfiguration",
    unwrapped: "versioningConfiguration",
  },
  {
    name: "encryption",
    operation: "BucketEncryption",
    action: "EncryptionConfiguration",
    field: "ServerSideEncryptionConfiguration",
    deletable: true,
  },
  {
    name: "publicAccess",
    operation: "PublicAccessBlock",
    action: "BucketPublicAccessBlock",
    field: "PublicAccessBlockConfiguration",
    deletable: true,
    missing: () =>
      absent("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found"),
  },
  {
    name: "ownership",
    operation: "BucketOwnershipControls",
    action: "BucketOwnershipControls",
    field: "OwnershipControls",
    deletable: true,
    missing: () => absent("OwnershipControlsNotFoundError", "The bucket ownership controls were not found"),
  },
  {
    name: "lifecycle",
    operation: "BucketLifecycleConfiguration",
    action: "LifecycleConfiguration",
    field: "LifecycleConfiguration",
    missing: () => absent("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"),
  },
  { name: "logging", operation: "BucketLogging", action: "BucketLogging", field: "BucketLoggingStatus" },
  {
    name: "objectLock",
    operation: "ObjectLockConfiguration",
    action: "BucketObjectLockConfiguration",
    field: "ObjectLockConfiguration",
    missing: () =>
      absent("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket"),
  },
];

/** Names that the API does not write as a program's input with a capital. */
const irregular: Readonly<Record<string, string>> = {
  id: "ID",
  kmsMasterKeyId: "KMSMasterKeyID",
  mfaDelete: "MfaDelete",
  sseAlgorithm: "SSEAlgorithm",
};

const regular = new Map(Object.entries(irregular).map(([own, api]) => [api, own]));

/** A setting in the API's names. */
function toApi(value: unknown): unknown {
  return renamed(value, (name) => irregular[name] ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
}

/** A setting in the names of a program's inputs. */
function fromApi(value: unknown): unknown {
  return renamed(value, (name) => regular.get(name) ?? `${name.charAt(0).toLowerCase()}${name.slice(1)}`);
}

/** A setting as the API shows it. */
export function shownSetting({ name, unwrapped }: SettingKind, setting: Properties | undefined): Properties {
  const inner = unwrapped === undefined ? setting : setting?.[unwrapped];
  const { rule, ...rest } = isProperties(inner) ? inner : {};
  if (name === "ownership") return { Rules: [toApi(rule)] };
  if (name === "logging") return setting === undefined ? {} : { LoggingEnabled: toApi(setting) };
  const shown = toApi(rule === undefined ? rest : { ...rest, rule });
  return isProperties(shown) ? shown : {};
}

/** A setting as a program has it, from the API's. */
export function givenSetting({ name, unwrapped }: SettingKind, given: Properties): Properties | undefined {
  if (name === "ownership") {
    const rules = given["Rules"];
    return { rule: fromApi(Array.isArray(rules) ? rules[0] : undefined) };
  }
  if (name === "logging") return asProperties(fromApi(given["LoggingEnabled"]));
  const own = fromApi(given);
  return unwrapped === undefined ? asProperties(own) : { [unwrapped]: own };
}

function asProperties(value: unknown): Properties | undefined {
  return isProperties(value) ? value : undefined;
}

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, rename));
  if (!isProperties(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      inner === undefined ? [] : [[rename(name), renamed(inner, rename)]],
    ),
  );
}

function absent(code: string, message: string): AwsError {
  return new AwsError(code, message, 404);
}

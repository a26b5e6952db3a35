import { notModelled } from "../../core/errors.ts";
import type { CheckFailure, Properties } from "../../core/resource.ts";
import { signatures } from "../wire.ts";
import { isProperties } from "../wire.ts";

/** Settings that the local provider acts on. */
const known = ["region", "allowedAccountIds", "forbiddenAccountIds"];

/** Settings that say how to reach and trust AWS, which the local cloud needs no saying of. */
const harmless = [
  "accessKey",
  "secretKey",
  "token",
  "maxRetries",
  "profile",
  "pluginDownloadURL",
  "retryMode",
  "skipCredentialsValidation",
  "skipMetadataApiCheck",
  "skipRegionValidation",
  "skipRequestingAccountId",
  "stsRegion",
  "useDualstackEndpoint",
  "useFipsEndpoint",
  "version",
];

/** What is known of a provider instance. */
export interface ProviderConfig {
  /** Empty where neither the stack nor the program gives one. */
  readonly region: string;
}

/** What is wrong with the configuration of a provider instance (`aws:*` of a stack, or `new aws.Provider`). */
export function checkProviderConfig(config: Properties, accountId: string): readonly CheckFailure[] {
  const refused = Object.keys(config)
    .filter((name) => !known.includes(name) && !harmless.includes(name) && !isEmpty(settingOf(config, name)))
    .map((property) => ({
      property,
      reason: notModelled(`the provider's setting aws:${property}`),
    }));
  return [...refused, ...foreignAccount(config, accountId)];
}

/** The configuration of a checked provider instance. */
export function readProviderConfig(config: Properties): ProviderConfig {
  const region = settingOf(config, "region");
  return { region: typeof region === "string" ? region : "" };
}

function foreignAccount(config: Properties, accountId: string): readonly CheckFailure[] {
  const allowed = settingOf(config, "allowedAccountIds");
  const forbidden = settingOf(config, "forbiddenAccountIds");
  const isAllowed = !Array.isArray(allowed) || allowed.length === 0 || allowed.includes(accountId);
  if (isAllowed && !(Array.isArray(forbidden) && forbidden.includes(accountId))) return [];
  return [{ property: "allowedAccountIds", reason: `AWS account ID not allowed: ${accountId}` }];
}

/** Settings arrive as secrets, as JSON in a text, or as they are. */
function settingOf(config: Properties, name: string): unknown {
  const value = config[name];
  const bare = isProperties(value) && value[signatures.key] === signatures.secret ? value["value"] : value;
  if (typeof bare !== "string" || !/^[[{]|^(true|false)$/.test(bare)) return bare;
  try {
    const parsed: unknown = JSON.parse(bare);
    return parsed;
  } catch {
    return bare;
  }
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isProperties(value) && Object.keys(value).length === 0;
}

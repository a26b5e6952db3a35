import path from "node:path";
import type { AssetPath, Properties } from "../core/resource.ts";

/** The keys by which Pulumi's own property encoding marks what JSON has no word for. */
export const signatures = {
  key: "4dabf18193072939515e22adb298388d",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  secret: "1b47061264138c4ac30d75fd1eb44270",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  unknown: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
} as const;

/** A text asset (`pulumi.asset.StringAsset`), as the host hands it to a resource model. */
interface AssetText {
  readonly kind: "text";
  readonly text: string;
  readonly hash?: string;
}

/**
 * Properties as they come from a program, made plain: secrets unwrapped, resources turned into their ids, assets into
 * absolute paths. `directory` is the program's working directory.
 */
export function plainProperties(wire: Properties, directory: string): Properties {
  const plain: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(wire)) {
    plain[key] = plainValue(value, directory);
  }
  return plain;
}

function plainValue(value: unknown, directory: string): unknown {
  if (Array.isArray(value)) {
    return value.map((element) => plainValue(element, directory));
  }
  if (!isProperties(value)) {
    return value;
  }
  switch (value[signatures.key]) {
    case undefined:
      return plainProperties(value, directory);
    case signatures.secret:
      return plainValue(value["value"], directory);
    case signatures.resource:
      return value["id"] ?? value["urn"];
    case signatures.asset:
      return typeof value["text"] === "string" ? assetText(value, value["text"]) : assetPath("asset", value, directory);
    case signatures.archive:
      return assetPath("archive", value, directory);
    default:
      throw new Error("A property of a kind that the local host does not know.");
  }
}

function assetText({ hash }: Properties, text: string): AssetText {
  return { kind: "text", text, ...(typeof hash === "string" && { hash }) };
}

function assetPath(kind: AssetPath["kind"], value: Properties, directory: string): AssetPath {
  const { hash } = value;
  const known = typeof hash === "string" ? { hash } : {};
  if (typeof value["path"] === "string" && value["path"] !== "") {
    return { kind, path: path.resolve(directory, value["path"]), ...known };
  }
  // In the state of a stack an archive is its hash; of what it is put together from nothing is left.
  const { assets } = value;
  const isPutTogether = isProperties(assets) && Object.keys(assets).length > 0;
  if (typeof hash === "string" && !isPutTogether) {
    return { kind, path: "", hash };
  }
  throw new Error(`Only an ${kind} with a path on this machine can be used in the local cloud.`);
}

/** Plain properties as Pulumi's engine takes them: the reverse of `plainProperties`, as far as it can be. */
export function wireProperties(plain: Properties): Properties {
  return Object.fromEntries(Object.entries(plain).map(([key, value]) => [key, wireValue(value)]));
}

function wireValue(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(wireValue);
  }
  if (!isProperties(value)) {
    return value;
  }
  const { kind, ...rest } = value;
  switch (kind) {
    case "archive":
      return { [signatures.key]: signatures.archive, ...(rest["path"] === "" ? { hash: rest["hash"] } : rest) };
    case "asset":
    case "text":
      return { [signatures.key]: signatures.asset, ...rest };
    default:
      return wireProperties(value);
  }
}

/** A live reference to a resource, in Pulumi's encoding. */
export function resourceReference(urn: string, id: string): Properties {
  return { [signatures.key]: signatures.resource, urn, id };
}

/** Whether a value is a JSON object. */
export function isProperties(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

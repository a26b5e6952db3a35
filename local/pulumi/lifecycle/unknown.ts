import type { Properties } from "../../core/resource.ts";
import { isProperties } from "../wire.ts";

/**
 * What stands for a value that is not known before an update (`sdk/go/common/resource/plugin/rpc.go`): one for each
 * kind of value.
 */
const unknowns: ReadonlySet<unknown> = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Whether a value is unknown. */
export function isUnknown(value: unknown): boolean {
  return unknowns.has(value);
}

/** Whether a value is unknown or holds something that is. */
export function holdsUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return isProperties(value) ? Object.values(value).some(holdsUnknown) : isUnknown(value);
}

/** The properties that are known through and through, and the names of the others. */
export function splitUnknown(properties: Properties): { known: Properties; unknown: ReadonlySet<string> } {
  const names = Object.keys(properties).filter((name) => holdsUnknown(properties[name]));
  const unknown = new Set(names);
  const known = Object.fromEntries(Object.entries(properties).filter(([name]) => !unknown.has(name)));
  return { known, unknown };
}

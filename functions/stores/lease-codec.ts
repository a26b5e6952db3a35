import { parseCellName } from "../domain/ids.ts";
import type { HomeAuthority, Lease } from "../domain/lease.ts";
import type { Item, Value } from "../domain/ledger-write.ts";

/** The owners of all homes as stored; the same form in the authority table and in `control`. */
export function encodeHomes(homes: Lease["homes"]): Item {
  return Object.fromEntries(
    Object.entries(homes).map(([home, { owner, epoch, mode }]) => [home, { owner, epoch, mode }]),
  );
}

/** Reads stored owners back; anything malformed throws, since an unreadable authority is none. */
export function decodeHomes(stored: Value | undefined): Lease["homes"] {
  if (!isItem(stored)) throw new Error("The stored authority lists no homes.");
  return Object.fromEntries(
    Object.entries(stored).map(([home, authority]) => [home, decodeAuthority(home, authority)]),
  );
}

/** Reads a stored whole number. */
export function decodeCount(stored: Value | undefined, field: string): bigint {
  if (typeof stored !== "bigint") throw new Error(`The stored authority has no number ${field}.`);
  return stored;
}

function decodeAuthority(home: string, stored: Value): HomeAuthority {
  const { owner, epoch, mode } = isItem(stored) ? stored : {};
  const cell = parseCellName(typeof owner === "string" ? owner : "");
  if (!cell.ok || typeof epoch !== "bigint" || (mode !== "normal" && mode !== "returning")) {
    throw new Error(`The stored authority over home ${home} is malformed.`);
  }
  return { owner: cell.value, epoch, mode };
}

function isItem(value: Value | undefined): value is Item {
  return typeof value === "object" && !Array.isArray(value);
}

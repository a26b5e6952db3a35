import type { AuthorityState, ChangeRecord } from "../domain/authority.ts";
import { parseCellName, type CellName } from "../domain/ids.ts";
import type { HomeAuthority, Lease, Served } from "../domain/lease.ts";
import type { Item, Value } from "../domain/ledger-write.ts";

/** The owners of all homes as stored; the same form in the authority table and in `control`. */
export function encodeHomes(homes: Lease["homes"]): Item {
  return Object.fromEntries(Object.entries(homes).map(([home, authority]) => [home, encodeAuthority(authority)]));
}

function encodeAuthority({ owner, epoch, mode, homeIsDead, since, earlier }: HomeAuthority): Item {
  return {
    owner,
    epoch,
    mode,
    ...(homeIsDead && { homeIsDead }),
    ...(since !== undefined && { since }),
    ...(earlier !== undefined && { earlier: earlier.map((served) => ({ ...served })) }),
  };
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

/** Reads the stored authority back; anything malformed throws, since an unreadable authority is none. */
export function decodeAuthorityState(item: Item): AuthorityState {
  return {
    revision: decodeCount(item["revision"], "revision"),
    homes: decodeHomes(item["homes"]),
    forbidden: isList(item["forbidden"]) ? item["forbidden"].map(decodeCell) : [],
    history: isList(item["history"]) ? item["history"].map(decodeRecord) : [],
  };
}

/** A change of the authority as stored. */
export function encodeRecord(record: ChangeRecord): Item {
  return { ...record };
}

function decodeRecord(stored: Value): ChangeRecord {
  const { id, by, what, revision, at } = isItem(stored) ? stored : {};
  if (typeof id !== "string" || typeof by !== "string" || typeof what !== "string") throw malformed("history");
  if (typeof revision !== "bigint" || typeof at !== "bigint") throw malformed("history");
  return { id, by, what, revision, at };
}

function decodeCell(stored: Value): CellName {
  const cell = parseCellName(typeof stored === "string" ? stored : "");
  if (!cell.ok) throw malformed("list of cells kept from automation");
  return cell.value;
}

function malformed(part: string): Error {
  return new Error(`The stored authority has a malformed ${part}.`);
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

function decodeAuthority(home: string, stored: Value): HomeAuthority {
  const { owner, epoch, mode, homeIsDead, since, earlier } = isItem(stored) ? stored : {};
  const cell = parseCellName(typeof owner === "string" ? owner : "");
  if (!cell.ok || typeof epoch !== "bigint" || (mode !== "normal" && mode !== "returning")) {
    throw new Error(`The stored authority over home ${home} is malformed.`);
  }
  return {
    owner: cell.value,
    epoch,
    mode,
    ...(homeIsDead === true && { homeIsDead }),
    ...(typeof since === "bigint" && { since }),
    ...(isList(earlier) && { earlier: earlier.map(decodeServed) }),
  };
}

function decodeServed(stored: Value): Served {
  const { owner, since, until } = isItem(stored) ? stored : {};
  const cell = parseCellName(typeof owner === "string" ? owner : "");
  if (!cell.ok || typeof since !== "bigint" || typeof until !== "bigint") throw malformed("list of earlier owners");
  return { owner: cell.value, since, until };
}

function isItem(value: Value | undefined): value is Item {
  return typeof value === "object" && !Array.isArray(value);
}

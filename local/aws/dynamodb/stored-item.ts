import { type ItemShape, shapeOf } from "./item-shape.ts";
import type { Item } from "./values.ts";

/** When and where an item was written: the newest wins between replicas. */
export interface Version {
  readonly at: number;
  readonly by: string;
}

/** One version of an item. Rows of all replicas and records of all streams share it: it is never changed. */
export interface StoredItem extends Version {
  readonly item: Item;
  /** What it weighs by DynamoDB's rules. */
  readonly bytes: number;
}

/**
 * How many items stay as they are for their next reader. More would outlive young garbage's collection, which is cheap,
 * and become old garbage, which is not.
 */
const unpackedMax = 100;

let packs = true;

/** Keeps all items as they are from now on: for runs that are short and read everything, and have the memory. */
export function packNothing(): void {
  packs = false;
}

/** Keeps a version of an item: as it is while it is new or read, packed afterwards. */
export function storeItem(item: Item, bytes: number, version: Version): StoredItem {
  return packs ? new PackedItem(item, bytes, version) : { item, bytes, at: version.at, by: version.by };
}

class PackedItem implements StoredItem {
  readonly bytes: number;
  readonly at: number;
  readonly by: string;
  #item: Item | undefined;
  #shape: ItemShape | undefined;
  #values = "";

  constructor(item: Item, bytes: number, { at, by }: Version) {
    this.bytes = bytes;
    this.at = at;
    this.by = by;
    this.#item = item;
    unpacked(this);
  }

  get item(): Item {
    if (this.#item !== undefined) return this.#item;
    const item = this.#shape?.unpack(this.#values) ?? {};
    this.#item = item;
    unpacked(this);
    return item;
  }

  pack(): void {
    if (this.#item === undefined) return;
    if (this.#shape === undefined) {
      this.#shape = shapeOf(this.#item);
      this.#values = this.#shape.pack(this.#item);
    }
    this.#item = undefined;
  }
}

/** The items that are not packed, as a ring: each newcomer packs the one that came a round before it. */
const ring: PackedItem[] = [];
let next = 0;

function unpacked(item: PackedItem): void {
  ring[next]?.pack();
  ring[next] = item;
  next = (next + 1) % unpackedMax;
}

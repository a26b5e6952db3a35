import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  manifestKey,
  NO_MANIFEST,
  parseManifest,
  rootOf,
  sealObjects,
  sequenceOf,
} from "../../../../functions/domain/archive-manifest.ts";
import { parseCellName } from "../../../../functions/domain/ids.ts";

const eu = parseCellName("eu");
if (!eu.ok) throw new Error("eu is a cell's name");
const cell = eu.value;
const object = (key: string) => ({ key, version: `v-${key}`, bytes: 3, sha256: "ab".repeat(32) });
const first = sealObjects(
  cell,
  undefined,
  [object("journal/b.gz"), object("journal/a.gz")],
  "2026-03-01T00:00:00.000Z",
);
const second = sealObjects(cell, first, [object("journal/c.gz")], "2026-03-01T00:05:00.000Z");

describe("a manifest", () => {
  it("seals objects in the order of their keys, behind the one before", () => {
    expect(first.manifest).toMatchObject({ sequence: 1, previous: NO_MANIFEST });
    expect(first.manifest.objects.map(({ key }) => key)).toEqual(["journal/a.gz", "journal/b.gz"]);
    expect(second.manifest).toMatchObject({ sequence: 2, previous: first.digest });
    expect(second.manifest.root).toBe(rootOf(second.manifest.objects));
  });

  it("has a line for every object, and reads back as it was", () => {
    expect(first.text.split("\n")).toHaveLength(5);
    expect(parseManifest(first.text)).toEqual({ ok: true, value: first });
  });

  it("lies in the one place of its number", () => {
    expect(manifestKey(7)).toBe("manifests/000000000007.json");
    expect(sequenceOf(manifestKey(7))).toBe(7);
    expect(["manifests/7.json", "manifests/000000000007.json.bak", "journal/x"].map(sequenceOf)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("is refused, or is another one, when any byte of it is changed, dropped or doubled", () => {
    const text = Buffer.from(first.text);
    const tampered = (at: number, how: "change" | "drop" | "double", by: number) => {
      if (how === "drop") return Buffer.concat([text.subarray(0, at), text.subarray(at + 1)]);
      if (how === "double") return Buffer.concat([text.subarray(0, at + 1), text.subarray(at)]);
      const changed = Buffer.from(text);
      changed.writeUInt8((changed.readUInt8(at) ^ by) & 127, at);
      return changed;
    };
    const places = fc.integer({ min: 0, max: text.length - 1 });
    const hows = fc.constantFrom("change" as const, "drop" as const, "double" as const);
    fc.assert(
      fc.property(places, hows, fc.integer({ min: 1, max: 127 }), (at, how, by) => {
        const read = parseManifest(tampered(at, how, by).toString());
        expect(read.ok && read.value.digest === first.digest).toBe(false);
      }),
    );
  });
});

import { expect, it } from "vitest";
import { verifyChain } from "../../../../functions/domain/archive-chain.ts";
import { manifestKey, sealObjects, type SealedManifest } from "../../../../functions/domain/archive-manifest.ts";
import { rootOfManifest } from "../../../../functions/domain/archive-roots.ts";
import { parseCellName } from "../../../../functions/domain/ids.ts";

const eu = parseCellName("eu");
if (!eu.ok) throw new Error("eu is a cell's name");
const cell = eu.value;

function sealed(count: number): readonly SealedManifest[] {
  const chain: SealedManifest[] = [];
  for (let at = 0; at < count; at += 1) chain.push(sealObjects(cell, chain.at(-1), [], "2026-03-01T00:00:00.000Z"));
  return chain;
}

/** The faults of a chain of four with other files than those that were sealed. */
function faultsOf(change: (files: Map<string, string>) => void): readonly string[] {
  const chain = sealed(4);
  const files = new Map(chain.map((one) => [manifestKey(one.manifest.sequence), one.text]));
  change(files);
  const manifests = [...files].map(([key, text]) => ({ key, text })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const roots = chain.map(rootOfManifest);
  const evidence = { cell, manifests, roots, countersignatures: [], verifies: () => true };
  return verifyChain(evidence).faults.map(({ where, what }) => `${where}: ${what}`);
}

it("is sound as it was sealed", () => {
  expect(faultsOf(() => {})).toEqual([]);
});

it("names each manifest that was sealed and is gone", () => {
  const gone = (files: Map<string, string>) => [2, 3].forEach((sequence) => files.delete(manifestKey(sequence)));
  expect(faultsOf(gone)).toEqual([
    `${manifestKey(2)}: the manifest is missing, with 1 behind it`,
    `${manifestKey(2)}: the ledger has its root, the archive no such manifest`,
    `${manifestKey(3)}: the ledger has its root, the archive no such manifest`,
  ]);
});

it("is done with a name far ahead of what was sealed as fast as with any other", () => {
  const last = 999_999_999_999;
  expect(faultsOf((files) => files.set(manifestKey(last), "{}"))).toEqual([
    `${manifestKey(5)}: the manifest is missing, with ${last - 6} behind it`,
    expect.stringContaining(`${manifestKey(last)}: the manifest was changed`),
  ]);
});

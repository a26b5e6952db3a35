import { describe, expect, it } from "vitest";
import { checkArchive } from "../../../../drills/checkers/archive.ts";
import type { ArchivedChange, SeenArchive, SeenObject } from "../../../../drills/checkers/archive/archive-run.ts";
import { viewLedger, type LedgerState, type StoredItem } from "../../../../drills/checkers/ledger-view.ts";
import {
  manifestKey,
  parseManifest,
  sealObjects,
  type SealedManifest,
} from "../../../../functions/domain/archive-manifest.ts";
import { sha256 } from "../../../../functions/domain/archive-merkle.ts";
import {
  countersignatureItem,
  countersignatureKey,
  countersignedText,
  rootItem,
  rootKey,
  rootOfManifest,
} from "../../../../functions/domain/archive-roots.ts";
import type { CellName } from "../../../../functions/domain/ids.ts";
import { writerOf } from "../../../../functions/domain/keys.ts";
import { cleanState, eu, names, us, withChange } from "./states.ts";

/** Archives of a whole ledger, and what the ledger says of them. */
interface History {
  readonly archives: readonly SeenArchive[];
  readonly state: LedgerState;
}

const signatureOf = (signer: CellName, text: string): string => sha256(`${signer} ${text}`);

/** Each cell's archive has all of its own items, in three objects that two manifests seal. */
function history(change: (archive: SeenArchive) => SeenArchive = (archive) => archive): History {
  const state = cleanState();
  const { truth } = viewLedger(state);
  const archives = [eu, us].map((cell) => change(archiveOf(cell, truth)));
  const items = archives.flatMap(itemsAbout);
  const regions = [...state.regions].map(([region, stored]) => [region, [...stored, ...items]] as const);
  return { archives, state: { ...state, regions: new Map(regions) } };
}

function archiveOf(cell: CellName, truth: readonly StoredItem[]): SeenArchive {
  const own = truth.filter(({ key }) => writerOf(key) === cell);
  const last = own.map(({ key, item }, index): ArchivedChange => ({ key, us: BigInt(index * 10 + 5), image: item }));
  // Every item was something else before, which comes after what it is now.
  const streamed = last.flatMap((now): ArchivedChange[] => [now, { ...now, us: now.us - 3n, image: { was: "else" } }]);
  const third = Math.ceil(streamed.length / 3);
  const objects = [0, 1, 2].map((part) => object(part, streamed.slice(part * third, (part + 1) * third)));
  return { cell, objects, manifests: sealedBy(cell, [objects.slice(0, 2), objects.slice(2)]), streamed };
}

function object(part: number, changes: readonly ArchivedChange[]): SeenObject {
  return { key: `journal/2026/01/01/${part}.gz`, version: `v${part}`, bytes: 9, sha256: sha256(`${part}`), changes };
}

function sealedBy(cell: CellName, parts: readonly (readonly SeenObject[])[]) {
  let last: SealedManifest | undefined;
  return parts.map((objects) => {
    const sealed = objects.map(({ key, version, bytes, sha256: digest = "" }) => {
      return { key, version, bytes, sha256: digest };
    });
    last = sealObjects(cell, last, sealed, "2026-01-01T00:00:00.000Z");
    return { key: manifestKey(last.manifest.sequence), text: last.text };
  });
}

function itemsAbout({ cell, manifests }: SeenArchive): readonly StoredItem[] {
  const signer = cell === eu ? us : eu;
  return manifests.flatMap(({ text }) => {
    const read = parseManifest(text);
    if (!read.ok) return [];
    const root = rootOfManifest(read.value);
    const signature = signatureOf(signer, countersignedText(root));
    return [
      { key: rootKey(cell, root.sequence), item: rootItem(root, 1n) },
      {
        key: countersignatureKey(signer, cell, root.sequence),
        item: countersignatureItem({ ...root, signer, signature, key: "arn" }, 1n),
      },
    ];
  });
}

function found({ archives, state }: History): readonly string[] {
  const verifies = (signer: CellName, text: string, signature: string) => signature === signatureOf(signer, text);
  return checkArchive({ archives, verifies }, viewLedger(state)).flatMap(({ checker, breaches }) =>
    breaches.map(({ fault }) => `${checker.name}: ${fault}`),
  );
}

const ofEu = (change: (archive: SeenArchive) => SeenArchive) =>
  found(history((archive) => (archive.cell === eu ? change(archive) : archive)));

describe("archives", () => {
  it("are sound when everything is sealed, in whatever order and however often it came", () => {
    expect(found(history())).toEqual([]);
    const twice = (archive: SeenArchive): SeenArchive => ({ ...archive, streamed: archive.streamed.toReversed() });
    expect(found(history(twice))).toEqual([]);
  });

  it("lack a change that is in an object which nobody has sealed", () => {
    const faults = ofEu((archive) => ({ ...archive, manifests: archive.manifests.slice(0, 1) }));
    expect(faults.filter((fault) => fault.startsWith("archive-has-every-change"))).toEqual([
      expect.stringMatching(/The archive of eu lacks \d+ changes, the first of them eu#/),
    ]);
    expect(faults.some((fault) => fault.startsWith("archive-rebuilds-ledger: The ledger has eu#"))).toBe(true);
    expect(faults.some((fault) => fault.startsWith("archive-chain-whole"))).toBe(false);
  });

  it("lack a change that was dropped on its way into an object", () => {
    const [dropped] = history().archives[0]?.streamed ?? [];
    const faults = ofEu((archive) => ({
      ...archive,
      objects: archive.objects.map((one) => ({ ...one, changes: one.changes.filter(({ us }) => us !== dropped?.us) })),
    }));
    expect(faults[0]).toMatch(/^archive-has-every-change: The archive of eu lacks 1 changes/);
  });

  it("have nothing that was never written", () => {
    const faults = ofEu((archive) => ({ ...archive, streamed: archive.streamed.slice(1) }));
    expect(faults).toEqual([expect.stringContaining("has what was never written: 1 changes")]);
  });

  it("may lack what sealing itself wrote last", () => {
    const key = rootKey(eu, 2);
    expect(ofEu((one) => ({ ...one, streamed: [...one.streamed, { key, us: 9_999n, image: {} }] }))).toEqual([]);
  });

  it("rebuild the ledger by the newest state of each item: an older one is another balance", () => {
    const isPayers = ({ key }: ArchivedChange) => key.pk === `eu#acct#${names.payer}` && key.sk === "balance";
    const aged = (change: ArchivedChange) => (isPayers(change) && change.image?.["was"] === undefined ? 1n : change.us);
    const age = (change: ArchivedChange): ArchivedChange => ({ ...change, us: aged(change) });
    const faults = ofEu((archive) => ({
      ...archive,
      streamed: archive.streamed.map(age),
      objects: archive.objects.map((one) => ({ ...one, changes: one.changes.map(age) })),
    }));
    expect(faults).toContain(
      `archive-rebuilds-ledger: The ledger has eu#acct#${names.payer} balance otherwise than the archive.`,
    );
    expect(faults.some((fault) => fault.includes("In the rebuilt ledger:"))).toBe(true);
  });

  it("are found where the ledger was changed behind them", () => {
    const { archives, state } = history();
    const key = { pk: `eu#acct#${names.payer}`, sk: "balance" };
    const changed = withChange(state, key, (item) => ({ ...item, posted: 1n }));
    expect(found({ archives, state: changed })).toEqual([
      `archive-rebuilds-ledger: The ledger has ${key.pk} ${key.sk} otherwise than the archive.`,
    ]);
  });

  it("are no chain where a manifest names another than the one before, or a root has no manifest", () => {
    const [first, second] = history().archives[0]?.manifests ?? [];
    if (first === undefined || second === undefined) throw new Error("There are two.");
    const other = sha256(first.text);
    const text = second.text.replace(other, other.replaceAll(/[0-9a-f]/g, "1"));
    expect(ofEu((one) => ({ ...one, manifests: [first, { ...second, text }] }))[0]).toContain(
      "it does not follow the manifest before",
    );
    const { archives, state } = history();
    const cut = archives.map((one) => (one.cell === eu ? { ...one, manifests: [first] } : one));
    expect(found({ archives: cut, state })[0]).toContain("the ledger has its root, the archive no such manifest");
  });

  it("are no chain where an object is sealed twice, was changed, or is gone", () => {
    const [one, two, three] = history().archives[0]?.objects ?? [];
    if (one === undefined || two === undefined || three === undefined) throw new Error("There are three.");
    const again = sealedBy(eu, [
      [one, two],
      [two, three],
    ]);
    expect(ofEu((archive) => ({ ...archive, manifests: again }))).toEqual([
      "archive-chain-whole: In the archive of eu, journal/2026/01/01/1.gz v1 is sealed 2 times.",
    ]);
    expect(ofEu((archive) => ({ ...archive, objects: [one, { ...two, sha256: sha256("x") }, three] }))).toEqual([
      expect.stringContaining("journal/2026/01/01/1.gz: the object was changed"),
    ]);
    expect(ofEu((archive) => ({ ...archive, objects: [one, two] }))[0]).toContain("2.gz: the object is missing");
  });

  it("are not countersigned where the other cell has not signed, and not by whoever signs something else", () => {
    const { archives, state } = history();
    const key = countersignatureKey(us, eu, 2);
    expect(found({ archives, state: withChange(state, key, () => undefined) })).toEqual([
      "archive-countersigned: us has not countersigned root 2 of eu.",
    ]);
    const forged = withChange(state, key, (item) => ({ ...item, signature: "00" }));
    expect(found({ archives, state: forged })).toEqual([expect.stringContaining("the signature is not us's")]);
  });
});

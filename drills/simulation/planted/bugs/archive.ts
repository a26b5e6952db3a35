import type { PlantedBug } from "../bug.ts";

/** Mistakes in sealing archives and countersigning them: deliveries that come late, sealers that die or overlap. */
export const archiveBugs: readonly PlantedBug[] = [
  {
    name: "late-object-passed-over",
    story: "Firehose falls behind, and its object's name sorts before those that are sealed: nobody looks back for it.",
    file: "functions/archive/sealing.ts",
    find: `return listed.filter((key) => !sealed.has(key));`,
    replace: `return listed.filter((key) => key > ([...sealed].toSorted().at(-1) ?? ""));`,
  },
  {
    name: "chain-from-what-the-ledger-knows",
    story: "A sealer dies when its manifest is there and the ledger has not heard: the next one goes on before it.",
    file: "functions/archive/chain.ts",
    find: `for (const sequence of listed.flatMap((key) => sequenceOf(key) ?? [])) {`,
    replace: `for (const sequence of listed.slice(0, 0).flatMap((key) => sequenceOf(key) ?? [])) {`,
  },
  {
    name: "chain-from-the-one-before-the-last",
    story: "A manifest is sealed behind another one: it names what that one names, and so not that one itself.",
    file: "functions/domain/archive-manifest.ts",
    find: `previous: before?.digest ?? NO_MANIFEST,`,
    replace: `previous: before?.manifest.previous ?? NO_MANIFEST,`,
  },
  {
    name: "root-before-its-manifest",
    story:
      "The ledger is told of a manifest, and then the bucket fails or the sealer dies: no such manifest ever comes.",
    file: "functions/archive/chain.ts",
    find: `      if (!(await bucket.putOnce(manifestKey(sequence), next.text))) {`,
    replace: `      await ledger.putRoot(rootOfManifest(next));
      if (!(await bucket.putOnce(manifestKey(sequence), next.text))) {`,
  },
  {
    name: "manifest-written-over",
    story: "Two sealers of one cell run at once: the second one puts its manifest in the place of the first one's.",
    file: "functions/stores/archive-bucket.ts",
    find: `ContentType: "application/json", IfNoneMatch: "*" } as const;`,
    replace: `ContentType: "application/json" } as const;`,
  },
  {
    name: "sealed-again-after-a-while",
    story: "A sealer looks into the newest manifests for what is sealed: what older ones have sealed it seals again.",
    file: "functions/archive/chain.ts",
    find: `if (found.some(({ manifest: one }) => one.sealedAt < from)) break;`,
    replace: `if (found.length > 0 && from !== "") break;`,
  },
  {
    name: "countersigned-unread",
    story: "A root comes from another cell: it is countersigned as one that follows none, whichever it follows.",
    file: "functions/archive/app.ts",
    find: `await signer.sign(countersignedText(root));`,
    replace: `await signer.sign(countersignedText({ ...root, previous: "0".repeat(64) }));`,
  },
];

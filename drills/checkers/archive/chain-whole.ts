import { objectFaults, verifyChain } from "../../../functions/domain/archive-chain.ts";
import { fault, type Breach } from "../checker.ts";
import type { LedgerView } from "../ledger-view.ts";
import type { ArchiveChecker, ArchiveRun, SeenArchive } from "./archive-run.ts";
import { countersignaturesIn, rootsIn } from "./in-ledger.ts";
import { nameOfObject, sealedIn } from "./sealed-changes.ts";

/** Whoever reads an archive goes from manifest to manifest, and from each to its objects. */
export const chainWhole: ArchiveChecker = {
  name: "archive-chain-whole",
  claim:
    "Each manifest names the one before, the ledger has its root and nobody has signed another; every object is as " +
    "it was sealed, and sealed once.",
  holds: "afterHeal",
  harm: "lost",
  check: (run, ledger) => run.archives.flatMap((archive) => wrongIn(archive, run, ledger)),
};

function wrongIn(archive: SeenArchive, { archives, verifies }: ArchiveRun, { truth }: LedgerView): readonly Breach[] {
  const { cell, manifests, objects } = archive;
  const signers = archives.map((other) => other.cell).filter((other) => other !== cell);
  const countersignatures = signers.flatMap((signer) => countersignaturesIn(signer, cell, truth));
  const chain = verifyChain({ cell, manifests, roots: rootsIn(cell, truth), countersignatures, verifies });
  const found = new Map(objects.map((object) => [nameOfObject(object), object]));
  const faults = [
    ...chain.faults,
    ...objectFaults(chain.manifests, (key, version) => found.get(nameOfObject({ key, version }))),
  ];
  const counts = new Map<string, number>();
  for (const name of sealedIn(archive)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [
    ...faults.map(({ where, what }) => fault(`In the archive of ${cell}, ${where}: ${what}.`)),
    ...[...counts].flatMap(([name, times]) =>
      times === 1 ? [] : [fault(`In the archive of ${cell}, ${name} is sealed ${times} times.`)],
    ),
  ];
}

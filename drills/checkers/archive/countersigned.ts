import { uncountersigned } from "../../../functions/domain/archive-chain.ts";
import { fault } from "../checker.ts";
import type { ArchiveChecker } from "./archive-run.ts";
import { countersignaturesIn, rootsIn } from "./in-ledger.ts";

/** Whoever owns one cell wholly can rewrite nothing that the others have signed; what nobody signed it can. */
export const countersigned: ArchiveChecker = {
  name: "archive-countersigned",
  claim: "Every other cell has countersigned each root.",
  holds: "afterHeal",
  harm: "other",
  check({ archives }, { truth }) {
    const cells = archives.map(({ cell }) => cell);
    return cells.flatMap((cell) => {
      const roots = rootsIn(cell, truth);
      return cells
        .filter((signer) => signer !== cell)
        .flatMap((signer) => {
          const countersignatures = countersignaturesIn(signer, cell, truth);
          return uncountersigned({ roots, countersignatures }, signer).map(({ sequence }) =>
            fault(`${signer} has not countersigned root ${sequence} of ${cell}.`),
          );
        });
    });
  },
};

import type { AuthorityRefusal, AuthorityState, ChangeRecord } from "../../functions/domain/authority.ts";
import { UserError } from "../../local/core/errors.ts";
import { count } from "../text.ts";
import type { Fences } from "./takeovers.ts";

/** Why the authority stays as it is, for whoever asked for another. */
export function refusalOf(refusal: AuthorityRefusal, cell: string, state: AuthorityState | undefined): UserError {
  return new UserError(sentenceOf(refusal, cell, state));
}

function sentenceOf(refusal: AuthorityRefusal, cell: string, state: AuthorityState | undefined): string {
  const authority = state?.homes[cell];
  const cells = Object.keys(state?.homes ?? {}).toSorted();
  switch (refusal) {
    case "unknown_cell":
      return state === undefined
        ? "No authority was written yet: it is, once the first cell's lease keeper has run."
        : `The authority lists no cell ${cell}; it lists ${cells.join(", ")}.`;
    case "already_evacuated":
      return `${cell} is evacuated already: ${authority?.owner} serves its home since epoch ${authority?.epoch}.`;
    case "last_cell":
      return `${cell} cannot be evacuated: there is no other cell that could serve its accounts.`;
    case "automation_forbidden":
      return `An operator keeps automation off ${cell}, and this keeps to it. If you mean it, say --force.`;
    case "not_evacuated":
      return `${cell} is at home: it serves its own accounts under epoch ${authority?.epoch}.`;
    case "already_returning":
      return `${cell} is on its way home already; \`npx cells status\` shows how far.`;
    case "not_returning":
      return `${cell} is not on its way home.`;
    case "epoch_passed":
      return `The authority over ${cell} has changed since: it is under epoch ${authority?.epoch} now.`;
    case "already_so":
      return `It is so already; nothing was changed.`;
  }
}

/** Who was first, for the one of two operators who was not. */
export function supersededBy(record: ChangeRecord | undefined): UserError {
  const who =
    record === undefined
      ? "Somebody else changed the authority at the same moment"
      : `${record.by} was first: "${record.what}" made revision ${record.revision}`;
  return new UserError(`${who}. Nothing of yours was done; look at \`npx cells status\`, then ask again.`);
}

/** Why a home cannot come back yet: what its stand-in has counted and it has not absorbed. */
export function notAbsorbed({ home, standIn, epoch, behind, counted, absorbed }: Fences): UserError {
  const shown = behind.slice(0, 8).map(({ shard, entries }) => `${shard} (${entries})`);
  const more = behind.length > shown.length ? ` and ${behind.length - shown.length} more` : "";
  return new UserError(
    `${home} cannot come back yet: of what ${standIn} did under epoch ${epoch} it has absorbed ${absorbed} of ` +
      `${counted} ${counted === 1n ? "entry" : "entries"}. ${count(behind.length, "tally does", "tallies do")} not ` +
      `equal ${behind.length === 1 ? "its fence" : "their fences"}: shard ${shown.join(", ")}${more}. Wait until ` +
      "replication has caught up and ask again; nothing was changed.",
  );
}

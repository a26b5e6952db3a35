import type { ArchiveEpisode, ArchivePlan } from "./archive-plan.ts";

const BEFALLS: Readonly<Record<ArchiveEpisode["does"], readonly [begins: string, ends: string]>> = {
  undelivered: ["Firehose falls behind in", "Firehose goes on in"],
  unsealed: ["nobody seals the archive any more in", "the archive is sealed again in"],
  failing: ["the archive's bucket fails in", "the archive's bucket is well again in"],
};

/** What befalls archives, moment by moment. */
export function archiveEvents({ episodes }: ArchivePlan): readonly { readonly at: number; readonly text: string }[] {
  return episodes.flatMap(({ does, cell, at, until }) => {
    const [begins, ends] = BEFALLS[does];
    return [
      { at, text: `${begins} ${cell}` },
      { at: until, text: `${ends} ${cell}` },
    ];
  });
}

/** What befalls archives all along. */
export function archiveBackground({ delivery, twice, dying }: ArchivePlan): readonly string[] {
  return [
    "archives are sealed and countersigned",
    ...(delivery.duplicated + delivery.late > 0 ? ["what comes to them comes twice or late"] : []),
    ...(twice > 0 ? [`the scheduler starts sealing twice (${twice.toFixed(2)})`] : []),
    ...(dying > 0 ? [`sealers die when they put something into the bucket (${dying.toFixed(2)})`] : []),
  ];
}

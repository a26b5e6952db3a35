/** How far the projector has come in one shard of the journal stream, as it noted with its last batch. */
export interface ShardMark {
  /** Everything up to here was projected, microseconds since the epoch. */
  readonly us: bigint;
  /** The newest change of the last batch; newer than `us` where that batch could not be projected whole. */
  readonly newest: bigint;
  /** When the last batch was worked on, milliseconds since the epoch. */
  readonly tried: bigint;
}

/** Every cell's keeper pays a canary each five seconds: a stream that tells nothing for so long is not read. */
const SILENT_MS = 30_000n;
/** A batch of changes older than this when it was worked on: the projector is catching up. */
const BEHIND_MS = 5_000n;

/**
 * A row that is listed as of its arrival is so as of the moment at which its writing was tried: whoever goes on after
 * the last row that he has read looks no nearer to now than this, or never sees one that is still being written.
 */
export const SETTLED_MS = 3_000;

/**
 * Whether the views have all that was written in this region up to a moment (milliseconds since the epoch), as far as
 * anybody can tell: shards are read side by side, and one that is later than others by this much is known to be behind.
 */
export function haveAllUpTo(at: bigint, marks: readonly ShardMark[], now: number): boolean {
  return BigInt(viewsFreshness(marks, now).asOf) >= at + BEHIND_MS;
}

/**
 * Up to when the views are complete, milliseconds since the epoch, and whether they are known to be behind: a shard's
 * last batch failed or was old, or no shard has had any change lately.
 */
export function viewsFreshness(
  marks: readonly ShardMark[],
  now: number,
): { readonly asOf: number; readonly stale: boolean } {
  const newest = marks.reduce((most, { us }) => (us > most ? us : most), 0n);
  // A shard that is through with all it had says nothing of how far the others are: nothing is known to wait there.
  const behind = marks.filter(({ us, newest: last, tried }) => us < last || tried - last / 1_000n > BEHIND_MS);
  const asOf = behind.reduce((least, { us }) => (us < least ? us : least), newest) / 1_000n;
  return { asOf: Number(asOf), stale: behind.length > 0 || BigInt(now) - newest / 1_000n > SILENT_MS };
}

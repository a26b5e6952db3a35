import type { Properties } from "../../core/resource.ts";

/** What of a nested block is not worth telling where the program does not give it. */
interface Silence {
  /** AWS chooses it, where the block is given without it. */
  readonly computed: readonly string[];
  /** AWS's own value where nothing is given. */
  readonly defaults: Properties;
}

/**
 * A live block as the program would write it: all that was given, with the values as they are now, and everything else
 * that is neither AWS's choice nor its default. So a block that nobody touched equals what was given.
 */
export function alignedBlock(given: Properties | undefined, live: Properties, silence: Silence): Properties {
  const told = Object.entries(live).filter(([name, found]) => {
    if (given?.[name] !== undefined) return true;
    const isEmpty = found === undefined || (Array.isArray(found) && found.length === 0);
    const isChosen = given !== undefined && silence.computed.includes(name);
    return !isEmpty && !isChosen && found !== silence.defaults[name];
  });
  return { ...given, ...Object.fromEntries(told) };
}

/** The same for a list whose blocks are told apart by `key`; those that were given come first, in their order. */
export function alignedBlocks(
  given: readonly Properties[],
  live: readonly Properties[],
  key: string,
  silence: Silence,
): readonly Properties[] {
  const placeOf = (block: Properties): number => {
    const place = given.findIndex((one) => one[key] === block[key]);
    return place === -1 ? given.length : place;
  };
  return live
    .toSorted((left, right) => placeOf(left) - placeOf(right))
    .map((block) => alignedBlock(given[placeOf(block)], block, silence));
}

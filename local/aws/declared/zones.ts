/** The availability zones of a region: three, named as most regions name theirs. */
export function zonesOf(region: string): readonly string[] {
  return ["a", "b", "c"].map((letter) => `${region}${letter}`);
}

/** A tag by its name, which as a part of a condition key is the same whatever its case. */
export function tagNamed(
  tags: Readonly<Record<string, string>> | undefined,
  lowerCaseName: string,
): readonly string[] | undefined {
  for (const name in tags) {
    const value = tags[name];
    if (value !== undefined && name.toLowerCase() === lowerCaseName) return [value];
  }
  return undefined;
}

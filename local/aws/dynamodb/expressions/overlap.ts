import type { Binding } from "./bind-operand.ts";
import { type Path, showPath } from "./placeholders.ts";

/** Refuses two paths of which one contains the other, or which want a map and a list at the same place. */
export function requireApart(paths: readonly Path[], binding: Binding): void {
  if (paths.length < 2 || areNames(paths)) return;
  for (const [index, later] of paths.entries()) {
    for (const earlier of paths.slice(0, index)) requirePairApart(earlier, later, binding);
  }
}

/** Whether all are plain names, no two of them the same: no more has to be looked at. */
function areNames(paths: readonly Path[]): boolean {
  const seen = new Set<string>();
  for (const path of paths) {
    const [name] = path;
    if (path.length !== 1 || typeof name !== "string") return false;
    seen.add(name);
  }
  return seen.size === paths.length;
}

function requirePairApart(one: Path, two: Path, binding: Binding): void {
  const shorter = Math.min(one.length, two.length);
  let index = 0;
  while (index < shorter && one[index] === two[index]) index += 1;
  const shown = () => `path one: ${showPath(one)}, path two: ${showPath(two)}`;
  if (index === shorter) {
    binding.fail(`Two document paths overlap with each other; must remove or rewrite one of these paths; ${shown()}`);
  }
  if (typeof one[index] !== typeof two[index]) {
    binding.fail(`Two document paths conflict with each other; must remove or rewrite one of these paths; ${shown()}`);
  }
}

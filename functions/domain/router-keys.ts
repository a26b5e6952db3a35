import { isEvacuated, type Homes } from "./authority.ts";

/** How the edge router's store is to change, so that it says what the authority says. */
export interface RouterChanges {
  readonly puts: ReadonlyMap<string, string>;
  readonly deletes: readonly string[];
}

/** What is to be put and deleted; keys that do not follow authority are left alone. */
export function routerChanges(stored: ReadonlyMap<string, string>, homes: Homes): RouterChanges {
  const wanted = routerKeys(homes);
  const follows = (key: string) => key.startsWith("serves/") || key.startsWith("down/");
  return {
    puts: new Map([...wanted].filter(([key, value]) => stored.get(key) !== value)),
    deletes: [...stored.keys()].filter((key) => follows(key) && !wanted.has(key)),
  };
}

/** The router's keys that follow authority: `serves/{home}` names a stand-in, `down/{cell}` an evacuated cell. */
export function routerKeys(homes: Homes): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const [home, { owner }] of Object.entries(homes)) {
    if (!isEvacuated(homes, home)) continue;
    keys.set(`serves/${home}`, owner);
    keys.set(`down/${home}`, "1");
  }
  return keys;
}

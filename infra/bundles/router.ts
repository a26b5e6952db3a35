import { existsSync, readFileSync } from "node:fs";
import { routerBundle } from "./paths.ts";

/** The edge router as built. Throws, naming what to do, where it was not built. */
export function readRouter(): string {
  if (!existsSync(routerBundle)) {
    throw new Error(`${routerBundle} is missing: run \`npm run build\` first.`);
  }
  return readFileSync(routerBundle, "utf8");
}

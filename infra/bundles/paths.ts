import { fileURLToPath } from "node:url";
import type { FunctionName, GlobalFunctionName } from "../plan/names.ts";

/** The repository's root, with a slash at the end. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The folder of a function's bundle: what Lambda gets as its code. */
export function bundleFolder(name: FunctionName | GlobalFunctionName): string {
  return `${root}dist/functions/${name}`;
}

/** The edge router as it was built: its table of cells is not in it yet. */
export const routerBundle = `${root}dist/functions/edge-router/router.js`;

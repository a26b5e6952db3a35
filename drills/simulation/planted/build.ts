import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import type { PlantedBug } from "./bug.ts";

/** The repository's root, where the production sources are. */
export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

const BUILT = "dist/simulation";

/** A source with a bug planted into it. Throws unless what is to be replaced stands there exactly once. */
export function plant({ name, file, find, replace }: PlantedBug, source: string): string {
  const parts = source.split(find);
  if (find === "" || parts.length !== 2) {
    const times = find === "" ? "nowhere" : `${parts.length - 1} times`;
    throw new Error(`The planted bug ${name} finds its place ${times} in ${file}, not once.`);
  }
  return parts.join(replace);
}

/** What is built: the program that hunts, the module that runs scenarios, or what runs seeds for another process. */
const ENTRIES = { hunts: "planted/child.ts", runs: "run-seed.ts", works: "worker.ts" } as const;

/**
 * Bundles the simulation with a bug planted, or without one; tells where the outcome is. Bundled, it runs nearly twice
 * as fast as through a loader, which names every function anew each time one is made.
 */
export async function buildSimulation(
  bug: PlantedBug | undefined,
  entry: keyof typeof ENTRIES = "hunts",
): Promise<string> {
  const outfile = `${ROOT}${BUILT}/${bug?.name ?? "sound"}-${entry}.mjs`;
  await build({
    entryPoints: [`${ROOT}drills/simulation/${ENTRIES[entry]}`],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
    // Every file of a bundle would have the bundle's own address; one file only asks for it, to find the router.
    define: { "import.meta.url": JSON.stringify(pathToFileURL(`${ROOT}drills/simulation/edge.ts`).href) },
    plugins: bug === undefined ? [] : [planting(bug)],
  });
  return outfile;
}

function planting(bug: PlantedBug): Plugin {
  return {
    name: "planted bug",
    setup(setup) {
      setup.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (path !== `${ROOT}${bug.file}`) return undefined;
        return { contents: plant(bug, await readFile(path, "utf8")), loader: "ts" };
      });
    },
  };
}

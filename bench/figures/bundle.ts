import { stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { buildFunction, moduleOptions } from "../../infra/bundles/bundle.ts";
import { root } from "../../infra/bundles/paths.ts";
import { apiEnvironment } from "../api-environment.ts";
import { counted, type Bench, type Figure } from "../figure.ts";
import { forked } from "../forked.ts";
import { interleave, median, ratiosOf } from "../rounds.ts";

const out = path.join(root, "dist/bench");
const ours = path.join(out, "functions/payments-api/index.mjs");
const bare = path.join(out, "bench/minimal/index.mjs");
const minimal = path.join(out, "bench/minimal/minimal.mjs");

const ROUNDS = { rounds: 9, warmUps: 2 };
/** What the bundles ask of their environment when they are loaded. */
const ENVIRONMENT = { AWS_REGION: "eu-west-1", ...apiEnvironment };

/** Size and load of the payments API's bundle against a minimal function's. */
export const bundle: Bench = {
  name: "bundle",
  about: "bytes of the payments API's bundle, and time to load it, against a minimal Hono + DynamoDB function",
  async run() {
    // The same input gives the same bytes as in dist/functions, and nobody else is building here.
    await Promise.all([
      buildFunction(root, out, "payments-api"),
      buildFunction(root, out, "../bench/minimal"),
      buildMinimal(),
    ]);
    return [
      await sizes("bytes / minimal", minimal, 1.15),
      await sizes("bytes / minimal bundled as ours is", bare),
      await loads("load / minimal", minimal, 1.2),
      await loads("load / minimal bundled as ours is", bare),
    ];
  },
};

async function sizes(figure: string, minimal: string, max?: number): Promise<Figure> {
  const [bytes, minimalBytes] = await Promise.all([ours, minimal].map(async (file) => (await stat(file)).size));
  if (bytes === undefined || minimalBytes === undefined) throw new Error("A bundle has no size.");
  const details = { bytes, minimalBytes };
  return { figure, unit: "ratio", ...bounded(max), ...counted(bytes / minimalBytes), details };
}

async function loads(figure: string, minimal: string, max?: number): Promise<Figure> {
  const pairs = await interleave(
    ROUNDS,
    () => loadMs(ours),
    () => loadMs(minimal),
  );
  const details = { ms: median(pairs.map(({ a }) => a)), minimalMs: median(pairs.map(({ b }) => b)) };
  return { figure, unit: "ratio", ...bounded(max), ...ratiosOf(pairs), details };
}

async function loadMs(file: string): Promise<number> {
  const child = fileURLToPath(new URL("../load-child.mjs", import.meta.url));
  // Sent by that module.
  const { ms } = (await forked(child, { env: ENVIRONMENT, message: { bundle: pathToFileURL(file).href } })) as {
    readonly ms: number;
  };
  return ms;
}

function bounded(max: number | undefined): Pick<Figure, "bound"> {
  return max === undefined ? {} : { bound: { max } };
}

/**
 * A minimal function bundled as tightly as anybody can by esbuild's own options: the SDK's modules, its own defaults.
 */
async function buildMinimal(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ["bench/minimal/lambda.ts"],
    outfile: minimal,
    ...moduleOptions,
  });
}

import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { build, transform, type BuildOptions } from "esbuild";
import { functionNames, globalFunctionNames } from "../plan/names.ts";
import { openApiPlugin } from "./openapi.ts";
import { unreachedSdkPlugin } from "./unreached-sdk.ts";

/** What was built from what, and what stood in the way. */
export interface Bundle {
  readonly name: string;
  readonly bytes: number;
}

/** A bundle that could not be built; the message names the function and what is wrong with it. */
export class BundleError extends Error {
  override readonly name = "BundleError";
}

/** Builds every function below `root`, and the edge router. Throws one `BundleError` that names all that failed. */
export async function buildBundles(root: string, out: string = path.join(root, "dist")): Promise<readonly Bundle[]> {
  const attempts = await Promise.allSettled([
    buildFunctions(root, out, [...functionNames, ...globalFunctionNames]),
    buildRouter(root, out),
  ]);
  const faults = attempts.flatMap((attempt) => (attempt.status === "rejected" ? [messageOf(attempt.reason)] : []));
  if (faults.length > 0) {
    throw new BundleError(faults.join("\n"));
  }
  return attempts.flatMap((attempt) => (attempt.status === "fulfilled" ? attempt.value : []));
}

/**
 * Builds functions at once: what they share is read once, which takes a third of the time, and gives the same bytes as
 * one after the other. Where that fails they are built alone, which says whose fault it is.
 */
async function buildFunctions(root: string, out: string, names: readonly string[]): Promise<readonly Bundle[]> {
  try {
    return await bundled(root, out, names);
  } catch (fault) {
    const attempts = await Promise.allSettled(names.map((name) => buildFunction(root, out, name)));
    const faults = attempts.flatMap((attempt) => (attempt.status === "rejected" ? [messageOf(attempt.reason)] : []));
    throw new BundleError(faults.length === 0 ? messageOf(fault) : faults.join("\n"), { cause: fault });
  }
}

/** How a module of ours becomes a bundle for Lambda: small, and the same bytes for the same input. */
export const moduleOptions = {
  bundle: true,
  minify: true,
  format: "esm",
  platform: "node",
  target: "node20",
  mainFields: ["module", "main"],
  legalComments: "none",
  // CommonJS dependencies ask for Node's own modules by require, which a module does not have.
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  logLevel: "silent",
} satisfies BuildOptions;

/** Bundles functions/`name`/lambda.ts with everything that it imports: the same input gives the same bytes. */
export async function buildFunction(root: string, out: string, name: string): Promise<Bundle> {
  if (!existsSync(path.join(root, entryOf(name)))) {
    throw new BundleError(`${name}: there is no functions/${name}/lambda.ts to bundle.`);
  }
  const [bundle] = await bundled(root, out, [name]).catch((fault: unknown) => {
    throw new BundleError(`${name}: ${messageOf(fault)}`, { cause: fault });
  });
  if (bundle === undefined) throw new BundleError(`${name}: esbuild built nothing.`);
  return bundle;
}

async function bundled(root: string, out: string, names: readonly string[]): Promise<readonly Bundle[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: entryOf(name), out: path.join("functions", name, "index") })),
    outdir: out,
    outExtension: { ".js": ".mjs" },
    ...moduleOptions,
    metafile: true,
    // Lambda has the role's credentials in the environment: the SDK's other providers would only be weight.
    alias: { "@aws-sdk/credential-provider-node": path.join(root, "functions/stores/lambda-credentials.ts") },
    plugins: [openApiPlugin(root), unreachedSdkPlugin],
  });
  const bytes = new Map(Object.values(metafile.outputs).map((output) => [output.entryPoint, output.bytes]));
  return names.map((name) => ({ name, bytes: bytes.get(entryOf(name)) ?? 0 }));
}

function entryOf(name: string): string {
  return path.posix.join("functions", name, "lambda.ts");
}

/**
 * Takes comments and spaces out of the edge router. Nothing else: any other change could use words that the language
 * of CloudFront Functions lacks, and the function that it calls has to keep its name.
 */
export async function buildRouter(root: string, out: string): Promise<Bundle> {
  const source = await readFile(path.join(root, "functions/edge-router/router.js"), "utf8");
  const { code } = await transform(source, { minifyWhitespace: true, legalComments: "none", logLevel: "silent" });
  const folder = path.join(out, "functions/edge-router");
  await mkdir(folder, { recursive: true });
  // A program that is evaluated meanwhile reads the whole file, old or new.
  const draft = path.join(folder, `router.${process.pid}.js`);
  await writeFile(draft, code);
  await rename(draft, path.join(folder, "router.js"));
  return { name: "edge-router", bytes: Buffer.byteLength(code) };
}

function messageOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}

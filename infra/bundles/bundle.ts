import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { build, transform, type BuildOptions } from "esbuild";
import { functionNames, globalFunctionNames } from "../plan/names.ts";
import { openApiPlugin } from "./openapi.ts";

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
    ...[...functionNames, ...globalFunctionNames].map((name) => buildFunction(root, out, name)),
    buildRouter(root, out),
  ]);
  const faults = attempts.flatMap((attempt) => (attempt.status === "rejected" ? [messageOf(attempt.reason)] : []));
  if (faults.length > 0) {
    throw new BundleError(faults.join("\n"));
  }
  return attempts.flatMap((attempt) => (attempt.status === "fulfilled" ? [attempt.value] : []));
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
  const entry = path.join(root, "functions", name, "lambda.ts");
  if (!existsSync(entry)) {
    throw new BundleError(`${name}: there is no functions/${name}/lambda.ts to bundle.`);
  }
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: path.join(out, "functions", name, "index.mjs"),
    ...moduleOptions,
    metafile: true,
    // Lambda has the role's credentials in the environment: the SDK's other providers would only be weight.
    alias: { "@aws-sdk/credential-provider-node": path.join(root, "functions/stores/lambda-credentials.ts") },
    plugins: [openApiPlugin(root)],
  }).catch((fault: unknown) => {
    throw new BundleError(`${name}: ${messageOf(fault)}`, { cause: fault });
  });
  const [output] = Object.values(result.metafile.outputs);
  return { name, bytes: output?.bytes ?? 0 };
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

import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { inflateRawSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildBundles, buildFunction, buildRouter } from "../../../../infra/bundles/bundle.ts";
import { root } from "../../../../infra/bundles/paths.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "bundles-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** SHA-256 of every file below a folder, by path. */
async function hashes(of: string): Promise<Record<string, string>> {
  const files = await readdir(of, { recursive: true, withFileTypes: true });
  const entries = files
    .filter((file) => file.isFile())
    .map(async (file) => {
      const name = path.join(file.parentPath, file.name);
      return [
        path.relative(of, name),
        createHash("sha256")
          .update(await readFile(name))
          .digest("hex"),
      ] as const;
    });
  return Object.fromEntries((await Promise.all(entries)).toSorted(([one], [other]) => one.localeCompare(other)));
}

describe("a bundle", () => {
  it("is the same, byte for byte, when built again", async () => {
    const outs = [path.join(folder, "one"), path.join(folder, "another")];
    for (const out of outs) {
      await buildFunction(root, out, "relay");
      await buildRouter(root, out);
    }
    const [one, another] = await Promise.all(outs.map(hashes));
    expect(Object.keys(one ?? {})).toEqual(["functions/edge-router/router.js", "functions/relay/index.mjs"]);
    expect(another).toEqual(one);
  });

  it("does not depend on where the repository lies", async () => {
    const copies = [path.join(folder, "a"), path.join(folder, "b/deeper")];
    for (const copy of copies) {
      await mkdir(path.join(copy, "functions/relay"), { recursive: true });
      await writeFile(
        path.join(copy, "functions/relay/lambda.ts"),
        "export const handler = async () => import.meta.url;",
      );
      await buildFunction(copy, path.join(copy, "dist"), "relay");
    }
    const [one, another] = await Promise.all(copies.map((copy) => hashes(path.join(copy, "dist"))));
    expect(another).toEqual(one);
  });
});

describe("what cannot be built", () => {
  it("is reported for every function, not the first only", async () => {
    await mkdir(path.join(folder, "functions/relay"), { recursive: true });
    await writeFile(path.join(folder, "functions/relay/lambda.ts"), 'import "./gone.ts";');
    await cp(path.join(root, "functions/edge-router"), path.join(folder, "functions/edge-router"), { recursive: true });
    const failure = await buildBundles(folder).catch((fault: unknown) => fault);
    expect(String(failure).split("\n")).toEqual([
      "BundleError: payments-api: there is no functions/payments-api/lambda.ts to bundle.",
      "lease-keeper: there is no functions/lease-keeper/lambda.ts to bundle.",
      "controller: there is no functions/controller/lambda.ts to bundle.",
      "relay: Build failed with 1 error:",
      'functions/relay/lambda.ts:1:7: ERROR: Could not resolve "./gone.ts"',
      "credit-inbox: there is no functions/credit-inbox/lambda.ts to bundle.",
      "projector: there is no functions/projector/lambda.ts to bundle.",
      "bank-connector: there is no functions/bank-connector/lambda.ts to bundle.",
      "payout-ledger: there is no functions/payout-ledger/lambda.ts to bundle.",
      "reports: there is no functions/reports/lambda.ts to bundle.",
      "archive: there is no functions/archive/lambda.ts to bundle.",
      "webhooks: there is no functions/webhooks/lambda.ts to bundle.",
      "batch-runner: there is no functions/batch-runner/lambda.ts to bundle.",
      "watcher: there is no functions/watcher/lambda.ts to bundle.",
    ]);
  });
});

describe("the API's bundle", () => {
  it("carries the document that its routes describe, and not what made it", async () => {
    await buildFunction(root, folder, "payments-api");
    const bundle = await readFile(path.join(folder, "functions/payments-api/index.mjs"), "utf8");
    const [, packed = ""] = /\w+\(Buffer\.from\("([^"]+)","base64"\)/.exec(bundle) ?? [];
    const document = inflateRawSync(Buffer.from(packed, "base64")).toString();
    expect(JSON.parse(document)).toMatchObject({ openapi: "3.1.0" });
    expect(document).toContain("/v1/accounts/{id}/payments");
    expect(bundle).not.toContain("to-json-schema");
  });
});

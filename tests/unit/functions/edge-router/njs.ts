import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Edge, Run } from "./harness.ts";

/** Whether the machine has njs, whose early versions take little more of the language than CloudFront does. */
export const hasNjs = spawnSync("njs", ["-v"]).status === 0;

/** In the language of njs itself. */
const cloudfront = `
  export default {
    selectRequestOriginById: function (origin, overrides) {
      if (globalThis.edge.refuses) throw new Error("no such origin");
      globalThis.run.selected.push([origin, overrides]);
    },
    kvs: function () {
      const store = globalThis.edge.store;
      if (store === "gone") throw new Error("no store");
      return {
        get: function (key) {
          const known = Object.prototype.hasOwnProperty.call(store, key);
          return known ? Promise.resolve(store[key]) : Promise.reject(new Error("Key not found"));
        },
      };
    },
  };`;

/** Runs a CloudFront function on an event in njs. Throws what njs says where it does not even parse the code. */
export function runRouterInNjs(code: string, event: unknown, edge: Edge): Run {
  const folder = mkdtempSync(path.join(tmpdir(), "njs-"));
  try {
    // An import names the file as it is.
    writeFileSync(path.join(folder, "cloudfront"), cloudfront);
    const main = path.join(folder, "main.js");
    const before = `globalThis.run = { selected: [] }; globalThis.edge = ${JSON.stringify(edge)};`;
    const after = `
      const print = console.log.bind(console);
      console.log = function () {};
      function finish(found) { print(JSON.stringify(Object.assign(globalThis.run, found))); }
      handler(${JSON.stringify(event)}).then(
        function (value) { finish({ value: value }); },
        function (error) { finish({ error: String(error) }); },
      );`;
    writeFileSync(main, `${before}\n${code}\n${after}`);
    const { status, stdout, stderr } = spawnSync("njs", ["-p", folder, main], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr || stdout);
    // What was printed is what this function's own code put together.
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Run;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

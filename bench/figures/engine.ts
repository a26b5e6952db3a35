import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { engineVariables } from "../../cli/engine-variables.ts";
import { readDeployment } from "../../cli/deployment.ts";
import { createPulumi } from "../../cli/pulumi.ts";
import { buildBundles } from "../../infra/bundles/bundle.ts";
import { root } from "../../infra/bundles/paths.ts";
import { serveLocalCloud } from "../../local/serve.ts";
import type { Bench } from "../figure.ts";
import { spreadOf } from "../rounds.ts";

/** How long somebody waits who deploys a cell to the local cloud with Pulumi's engine, preview included. */
export const engine: Bench = {
  name: "engine",
  about: "seconds of `pulumi up` of a cell on the local cloud, where there is a Pulumi CLI",
  async run() {
    const figure = "pulumi up of a cell";
    const { project, stacks, zone, cells } = readDeployment();
    const faults: unknown[] = [];
    const served = await serveLocalCloud({
      port: 0,
      edgePort: 0,
      zones: [zone],
      engineProject: { directory: root, name: project, stacks },
      onFault: (fault) => faults.push(fault),
    });
    const files = await mkdtemp(path.join(tmpdir(), "payment-cells-bench-"));
    try {
      if (served.engine === undefined) throw new Error("The local cloud serves no engine.");
      const pulumi = createPulumi(root, { ...process.env, ...engineVariables(served.engine.status) });
      if ((await pulumi.run(["version"])) === undefined) return [{ figure, skipped: "there is no pulumi on the PATH" }];
      await buildBundles(root);
      const up = async (stack: string): Promise<number> => {
        // The engine writes into a stack's file: into a copy.
        const file = path.join(files, `Pulumi.${stack}.yaml`);
        await copyFile(path.join(root, `Pulumi.${stack}.yaml`), file);
        const began = performance.now();
        await pulumi.must(["up", "--yes", "--stack", stack, "--config-file", file]);
        return (performance.now() - began) / 1_000;
      };
      const [global, ...others] = stacks.toSorted((left) => (left.endsWith("-global") ? -1 : 1));
      const edgeSeconds = await up(global ?? "");
      const seconds: number[] = [];
      for (const stack of others) seconds.push(await up(stack));
      if (faults.length > 0) throw new Error(`The local cloud had a fault: ${String(faults[0])}`);
      return [
        { figure, unit: "s", bound: { max: 60 }, ...spreadOf(seconds), details: { cells: cells.length, edgeSeconds } },
      ];
    } finally {
      await served.shutdown();
      await rm(files, { recursive: true, force: true });
    }
  },
};

import { readFile } from "node:fs/promises";
import path from "node:path";
import { buildRouter } from "../../infra/bundles/bundle.ts";
import { root } from "../../infra/bundles/paths.ts";
import { parseConfig } from "../../infra/config.ts";
import { renderRouter, routingTable } from "../../infra/plan/routing.ts";
import { readStackConfig } from "../../local/pulumi/config.ts";
import { readProject } from "../../local/pulumi/project.ts";
import { counted, type Bench } from "../figure.ts";

const STACK = "prod-global";

/** How big the edge router is: CloudFront Functions take 10 KB, and less is faster. */
export const router: Bench = {
  name: "router",
  about: "bytes of the edge router as it is deployed, its table of cells included",
  async run() {
    const out = path.join(root, "dist/bench");
    await buildRouter(root, out);
    const source = await readFile(path.join(out, "functions/edge-router/router.js"), "utf8");
    const { config } = readStackConfig(readProject(root), STACK);
    const { stage } = parseConfig(STACK, (key) => config[key]);
    const bytes = Buffer.byteLength(renderRouter(source, routingTable(stage)));
    return [{ figure: "as deployed", unit: "bytes", bound: { max: 3_072 }, ...counted(bytes) }];
  },
};

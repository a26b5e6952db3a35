import * as pulumi from "@pulumi/pulumi";
import { readRouter } from "./bundles/router.ts";
import { Cell } from "./components/cell.ts";
import { Edge } from "./components/edge.ts";
import { parseConfig } from "./config.ts";
import { planCell } from "./plan/cell-plan.ts";
import { planGlobal } from "./plan/global-plan.ts";

/** The program: stamps what the plan says for this stack, and gives its outputs. */
export default function program(): Readonly<Record<string, pulumi.Input<string>>> {
  const config = parseConfig(pulumi.getStack(), pulumi.runtime.getConfig);
  const { stage, target, size, originSecrets, alarmsTo, protect, archiveLock } = config;
  switch (target.kind) {
    case "cell": {
      const plan = planCell(stage, target.cell, size);
      return new Cell(target.cell.name, { plan, originSecrets, alarmsTo, protect, archiveLock }).outputs;
    }
    case "global":
      return new Edge("edge", {
        plan: planGlobal(stage, size),
        routerSource: readRouter(),
        originSecrets,
        alarmsTo,
        protect,
      }).outputs;
  }
}

import type { PlanComponent } from "./component.ts";
import { planTrail } from "./trail.ts";
import { planVpc } from "./vpc.ts";

/** The remote components that the host constructs itself, by type. */
export const components: ReadonlyMap<string, PlanComponent> = new Map([
  ["awsx:ec2:Vpc", planVpc],
  ["awsx:cloudtrail:Trail", planTrail],
]);

import type { ResourceModel } from "../core/resource.ts";
import { components } from "./awsx/index.ts";

/** What the local cloud makes of a resource type. Whatever is not listed is refused by name. */
export interface Standing {
  readonly type: string;
  /** "constructed": a component, whose children the host makes. */
  readonly standing: ResourceModel["standing"] | "constructed";
}

/** Types that the host itself answers, beside those with a model. */
const hostTypes: readonly Standing[] = [
  { type: "pulumi:pulumi:Stack", standing: "constructed" },
  { type: "pulumi:pulumi:StackReference", standing: "modelled" },
  { type: "pulumi:providers:aws", standing: "modelled" },
];

/** The standing of every known resource type, by name. */
export function standings(models: readonly ResourceModel[]): readonly Standing[] {
  const constructed = [...components.keys()].map((type): Standing => ({ type, standing: "constructed" }));
  const modelled = models.map(({ type, standing }): Standing => ({ type, standing }));
  return [...hostTypes, ...constructed, ...modelled].toSorted((left, right) => (left.type < right.type ? -1 : 1));
}

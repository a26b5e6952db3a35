import { originHost } from "./names.ts";
import type { Stage } from "./registry.ts";

/** What the edge router knows without asking: the cells in the registry's order, and which clients each is near to. */
export interface RoutingTable {
  readonly cells: readonly string[];
  /** The host name that each cell's API answers to. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Prefix of an IANA time zone, and the cell; the longest prefix that fits decides. */
  readonly near: readonly (readonly [prefix: string, cell: string])[];
}

/** The router's table of a stage. */
export function routingTable(stage: Stage): RoutingTable {
  const near = stage.cells.flatMap((cell) => cell.near.map((prefix) => [prefix, cell.name] as const));
  return {
    cells: stage.cells.map((cell) => cell.name),
    hosts: Object.fromEntries(stage.cells.map((cell) => [cell.name, originHost(stage, cell.name)])),
    near: near.sort((one, other) => other[0].length - one[0].length || (one[0] < other[0] ? -1 : 1)),
  };
}

/** Where the table is put into the router's source. */
const routingPlaceholder = "__ROUTING_TABLE__";

/** The router with its table in place. Throws when the source has no place for it. */
export function renderRouter(source: string, table: RoutingTable): string {
  if (!source.includes(routingPlaceholder)) {
    throw new Error(`The edge router's source has no ${routingPlaceholder}; was it built with \`npm run build\`?`);
  }
  return source.replace(routingPlaceholder, () => JSON.stringify(table));
}

import {
  evacuate,
  failback,
  setAutomation,
  type AuthorityState,
  type Decision,
} from "../../functions/domain/authority.ts";
import { parseCellName, type CellName } from "../../functions/domain/ids.ts";
import { createAuthorityChanges } from "../../functions/stores/authority-changes.ts";
import { authorityClients } from "./cell.ts";
import type { SimulationParts } from "./parts.ts";
import { AUTHORITY_REGIONS, AUTHORITY_TABLE } from "./tables.ts";

/** What came of an operator's command, in one word: "changed", "superseded", or why it was refused. */
export type CommandOutcome = string;

/** An operator at a terminal: what `cells evacuate` and `cells failback` do to the authority. */
export interface Operator {
  evacuate(cell: string, how?: { readonly homeIsDead?: boolean }): Promise<CommandOutcome>;
  failback(home: string): Promise<CommandOutcome>;
  /** Keeps automation off a cell, or lets it go on. */
  automation(cell: string, rule: "allow" | "forbid"): Promise<CommandOutcome>;
  authority(): Promise<AuthorityState | undefined>;
}

/** An operator outside of every cell's region. */
export function createOperator(cells: readonly string[], parts: SimulationParts, name = "operator"): Operator {
  const container = parts.startContainer("global", AUTHORITY_REGIONS[1], name);
  const clients = authorityClients(parts.clients(container), AUTHORITY_REGIONS);
  const changes = createAuthorityChanges(clients, AUTHORITY_TABLE, container.clock, container.random);
  const names = cells.map(cellName);
  const standIns = Object.fromEntries(names.map((home) => [home, names.filter((other) => other !== home)]));

  async function command(what: string, decide: Decision): Promise<CommandOutcome> {
    try {
      const result = await changes.change({ by: name, what, decide });
      return result.outcome === "refused" ? result.refusal : result.outcome;
    } catch {
      return "unreachable";
    }
  }

  return {
    evacuate: (cell, { homeIsDead = false } = {}) =>
      command(`evacuate ${cell}`, evacuate({ cell: cellName(cell), standIns, automatic: false, homeIsDead })),
    failback: (home) => command(`failback ${home}`, failback(cellName(home))),
    automation: (cell, rule) => command(`${rule} automation of ${cell}`, setAutomation(cellName(cell), rule)),
    authority: () => changes.state().catch(() => undefined),
  };
}

function cellName(text: string): CellName {
  const parsed = parseCellName(text);
  if (!parsed.ok) throw new Error(`${text} names no cell.`);
  return parsed.value;
}

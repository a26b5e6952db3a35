import { auditLedger, type Finding } from "../drills/checkers/index.ts";
import type { Clock } from "../functions/stores/clock.ts";
import type { Aws } from "./aws.ts";
import type { Deployment } from "./deployment.ts";
import { scanLedger } from "./ledger-scan.ts";

/** What an audit found. */
export interface Audit {
  readonly findings: readonly Finding[];
  /** How many items were read, in all regions together. */
  readonly items: number;
  /** Whether the breaches were others each time: the ledger was written to while it was read. */
  readonly moving: boolean;
}

const TRIES_MAX = 10;
const PAUSE_MS = 500;

/**
 * Audits until there is no breach, or the same ones twice in a row: a scan is no snapshot, so what is written while it
 * runs looks broken once, and otherwise the next time.
 */
export async function auditUntilSure(aws: Pick<Aws, "dynamodb">, deployment: Deployment, clock: Clock): Promise<Audit> {
  let before: string | undefined;
  for (let tries = 1; ; tries += 1) {
    const state = await scanLedger(aws, deployment);
    const findings = auditLedger(state);
    const items = [...state.regions.values()].reduce((sum, stored) => sum + stored.length, 0);
    const faults = findings.flatMap(({ breaches }) => breaches.map(({ fault }) => fault)).join("\n");
    if (faults === "" || faults === before) return { findings, items, moving: false };
    if (tries === TRIES_MAX) return { findings, items, moving: true };
    before = faults;
    await clock.sleep(PAUSE_MS);
  }
}

import type { StateMachine } from "./state-machine.ts";

/** What the executions of one machine are paid by. */
export interface MachineUsage {
  /** Started; of Standard ones AWS takes nothing for that. */
  readonly executions: number;
  /** States entered and attempts repeated: what Standard is paid by. */
  readonly transitions: number;
  /** What Express is paid by beside each start, at 64 MB. Milliseconds. */
  readonly billedMs: number;
}

/** Counts what executions cost; nothing of it is ever forgotten. */
export interface UsageMeter {
  add(machine: StateMachine, more: Partial<MachineUsage>): void;
  /** By the machine's ARN. */
  usage(): Readonly<Record<string, MachineUsage>>;
}

/** Nothing was run. */
export function createUsageMeter(): UsageMeter {
  const machines = new Map<string, MachineUsage>();
  return {
    add({ arn }, { executions = 0, transitions = 0, billedMs = 0 }) {
      const before = machines.get(arn) ?? { executions: 0, transitions: 0, billedMs: 0 };
      machines.set(arn, {
        executions: before.executions + executions,
        transitions: before.transitions + transitions,
        billedMs: before.billedMs + billedMs,
      });
    },
    usage: () => Object.fromEntries(machines),
  };
}

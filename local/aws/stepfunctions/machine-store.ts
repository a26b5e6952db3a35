import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { uuid } from "../uuid.ts";
import type { Compile } from "./asl/expressions.ts";
import { parseDefinition, sentenceOf } from "./asl/parse.ts";
import { parseArn, requireName } from "./names.ts";
import type { Encryption, Logging, StateMachine } from "./state-machine.ts";

/** What a machine is set to. */
export type MachineSettings = Pick<
  StateMachine,
  "definition" | "roleArn" | "logging" | "tracing" | "encryption" | "tags"
>;

/** The state machines of all regions. */
export interface MachineStore {
  /** The machine that is there where all but its role and tags is the same. Throws AWS's refusals. */
  create(region: string, name: string, type: StateMachine["type"], settings: MachineSettings): StateMachine;
  /** Executions under way keep the machine that they began with. Throws like `create`. */
  update(machine: StateMachine, changes: Partial<Omit<MachineSettings, "tags">>): StateMachine;
  tag(machine: StateMachine, tags: StateMachine["tags"]): StateMachine;
  /** Why a definition would be refused, in one sentence; undefined where it would not. */
  refusal(definition: string, type: StateMachine["type"]): string | undefined;
  find(arn: string): StateMachine | undefined;
  /** Throws `StateMachineDoesNotExist` or `InvalidArn`. */
  get(arn: string): StateMachine;
  all(region: string): readonly StateMachine[];
  remove(arn: string): void;
}

/** What the store asks of others before it takes a machine. */
export interface MachineChecks {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly compile: Compile;
  /** Throws where a role may not be taken on, or may not do what a machine's settings need. */
  requireRole(machine: StateMachine): void;
}

/** No state machine yet. */
export function createMachineStore(checks: MachineChecks): MachineStore {
  const { kernel, accountId, compile } = checks;
  const machines = new Map<string, StateMachine>();
  const kept = (machine: StateMachine): StateMachine => {
    machines.set(machine.arn, machine);
    return machine;
  };

  function parsed(definition: string, type: StateMachine["type"]): StateMachine["machine"] {
    const { machine, problems } = parseDefinition(definition, type, compile);
    if (machine === undefined) throw new AwsError("InvalidDefinition", sentenceOf(problems));
    return machine;
  }

  return {
    create(region, name, type, settings) {
      requireName(name);
      const arn = `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
      const machine = parsed(settings.definition, type);
      const there = machines.get(arn);
      if (there !== undefined) {
        if (there.type === type && isSame(there, settings)) return there;
        throw new AwsError("StateMachineAlreadyExists", `State Machine Already Exists: '${arn}'`);
      }
      const createdMs = kernel.now();
      const made = { ...settings, name, arn, region, type, machine, createdMs, revisionId: undefined };
      checks.requireRole(made);
      return kept(made);
    },
    update(machine, changes) {
      const definition = changes.definition ?? machine.definition;
      const changed = { ...machine, ...changes, machine: parsed(definition, machine.type) };
      checks.requireRole(changed);
      if (isSame(machine, changed) && machine.roleArn === changed.roleArn) return machine;
      return kept({ ...changed, revisionId: uuid(kernel) });
    },
    refusal(definition, type) {
      try {
        parsed(definition, type);
        return undefined;
      } catch (fault) {
        if (fault instanceof AwsError) return fault.message;
        throw fault;
      }
    },
    tag: (machine, tags) => kept({ ...machine, tags }),
    find: (arn) => machines.get(arn),
    get(arn) {
      parseArn(arn, "stateMachine");
      const machine = machines.get(arn);
      if (machine !== undefined) return machine;
      throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
    },
    all: (region) => [...machines.values()].filter((machine) => machine.region === region),
    remove: (arn) => void machines.delete(arn),
  };
}

/** As CreateStateMachine compares: roles and tags do not count. */
function isSame(one: MachineSettings, other: MachineSettings): boolean {
  const compared = ({ definition, logging, tracing, encryption }: MachineSettings): string =>
    JSON.stringify([definition, loggingOf(logging), tracing, encryptionOf(encryption)]);
  return compared(one) === compared(other);
}

function loggingOf({ level, includeExecutionData, destination }: Logging): readonly unknown[] {
  return [level, includeExecutionData, destination];
}

function encryptionOf({ type, keyId, reuseSeconds }: Encryption): readonly unknown[] {
  return [type, keyId, reuseSeconds];
}

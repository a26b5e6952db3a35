import { randomHex, type Cancel } from "../../core/kernel.ts";
import type { LambdaDependencies } from "./dependencies.ts";
import type { FunctionConfig } from "./function-config.ts";
import type { ExecutionEnvironment } from "./function-host.ts";
import { createInvocationLog, type InvocationLog } from "./invocation-log.ts";
import { createLogAccess } from "./log-access.ts";
import { openVariables } from "./secret-variables.ts";
import { environmentVariables } from "./variables.ts";

/** An environment takes nothing more so long before its credentials could end under an invocation. */
const credentialsMarginMs = 300_000;

/** One environment of a pool, with what is its own. */
export interface Slot {
  /** What it was started from. */
  readonly config: FunctionConfig;
  /** Until then its credentials outlast an invocation. */
  readonly freshUntilMs: number;
  readonly environment: ExecutionEnvironment;
  readonly log: InvocationLog;
  started: boolean;
  /** False once it was told to end, or ended. */
  alive: boolean;
  cancelReaping: Cancel | undefined;
}

/** The environments of one function or version. */
interface Slots {
  /** One that is idle and fit, else a new one. */
  take(): Slot;
  /** To be taken again, unless it is of before a change or its credentials end. */
  giveBack(slot: Slot): void;
  size(): number;
  renew(config: FunctionConfig): void;
  retire(): void;
  interrupt(): void;
  stop(): void;
}

/** No environments yet; one that is idle for `idleMs` ends. */
export function createSlots(deps: LambdaDependencies, first: FunctionConfig, idleMs: number): Slots {
  const { kernel } = deps;
  const slots = new Set<Slot>();
  const idle: Slot[] = [];
  let config = first;
  let retired = false;

  const discard = (slot: Slot): void => {
    slot.alive = false;
    slots.delete(slot);
    slot.cancelReaping?.();
    const at = idle.indexOf(slot);
    if (at >= 0) idle.splice(at, 1);
  };
  const finish = (slot: Slot): void => {
    discard(slot);
    slot.environment.stop();
  };
  const finishIdle = (): void => {
    for (const slot of idle.splice(0)) finish(slot);
  };
  const open = (): Slot => {
    const slot = startSlot(deps, config);
    slots.add(slot);
    slot.environment.onExit(() => discard(slot));
    return slot;
  };
  return {
    take() {
      for (let slot = idle.pop(); slot !== undefined; slot = idle.pop()) {
        slot.cancelReaping?.();
        if (kernel.now() < slot.freshUntilMs) return slot;
        finish(slot);
      }
      return open();
    },
    giveBack(slot) {
      if (!slot.alive) return;
      if (retired || slot.config !== config || kernel.now() >= slot.freshUntilMs) return finish(slot);
      idle.push(slot);
      slot.cancelReaping = kernel.after(idleMs, () => finish(slot));
    },
    size: () => slots.size,
    renew(next) {
      config = next;
      finishIdle();
    },
    retire() {
      retired = true;
      finishIdle();
    },
    interrupt() {
      for (const slot of slots) finish(slot);
    },
    stop() {
      for (const slot of slots) {
        slot.cancelReaping?.();
        slot.environment.stop();
      }
    },
  };
}

function startSlot(deps: LambdaDependencies, config: FunctionConfig): Slot {
  const { kernel, traces } = deps;
  openVariables(deps, config);
  const day = new Date(kernel.now()).toISOString().slice(0, 10).replaceAll("-", "/");
  const logStream = `${day}/[${config.version}]${randomHex(kernel, 16)}`;
  const mayLog = createLogAccess(deps, config, logStream);
  const log = createInvocationLog(kernel, config, (lines) => {
    if (mayLog()) deps.logs.append(config.region, config.logGroup, logStream, lines);
  });
  const credentials = deps.sts.issueForRole(config.roleArn, config.name, {
    service: "lambda.amazonaws.com",
    functionArn: config.arn,
    subnetIds: config.subnetIds,
  });
  const environment = deps.hosts.start({
    id: randomHex(kernel, 16),
    functionName: config.name,
    region: config.region,
    taskRoot: config.taskRoot,
    handler: config.handler,
    memoryMb: config.memoryMb,
    variables: environmentVariables(config, {
      credentials,
      awsEndpoint: deps.awsEndpoint(),
      logStream,
      version: config.version,
    }),
    onOutput: log.output,
    ...(traces !== undefined && config.traced && { onSegment: (document) => traces.record(config.region, document) }),
  });
  const freshUntilMs = credentials.expiresAt - config.timeoutSeconds * 1000 - credentialsMarginMs;
  return { config, freshUntilMs, environment, log, started: false, alive: true, cancelReaping: undefined };
}

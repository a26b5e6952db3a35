import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { FaultLog } from "../../local/faults/catalogue.ts";
import type { Container } from "./containers.ts";

/** How an invocation ended, as its caller sees it. */
export type Invocation<Value> =
  | { readonly end: "done"; readonly value: Value }
  | { readonly end: "threw"; readonly fault: unknown }
  | { readonly end: "killed" | "timedOut" | "throttled" };

/** The environments of one function in one region: each serves one event at a time and keeps what it has in memory. */
export interface Environments<App> {
  invoke<Value>(work: (app: App) => Promise<Value>): Promise<Invocation<Value>>;
  /** Kills all of them; the next event starts new ones. */
  killAll(): void;
  /** Freezes those that serve somebody for so long; how many they are. */
  freezeBusy(ms: number): number;
  /** How many may run at once from now on. */
  limit(most: number): void;
  /** Whether every invocation from now on fails before it has done anything. */
  breakDown(broken: boolean): void;
  /** Invocations so far, and those that failed. */
  tally(): { readonly invocations: number; readonly errors: number };
}

interface Environment<App> {
  readonly container: Container;
  readonly app: App;
  busy: boolean;
  /** Ends what it works on, where that is anything. */
  die: (() => void) | undefined;
}

/** What environments are made with. */
export interface EnvironmentOptions<App> {
  readonly kernel: VirtualKernel;
  readonly log: FaultLog;
  readonly most: number;
  /** The function's timeout, milliseconds. */
  readonly timeoutMs: number;
  readonly start: () => Container;
  readonly create: (container: Container) => App;
}

/** No environment yet. */
export function createEnvironments<App>(options: EnvironmentOptions<App>): Environments<App> {
  const { kernel, log, timeoutMs } = options;
  const environments: Environment<App>[] = [];
  let [most, broken, invocations, errors] = [options.most, false, 0, 0];

  function start(): Environment<App> {
    const container = options.start();
    const environment: Environment<App> = { container, app: options.create(container), busy: false, die: undefined };
    container.busy = false;
    environments.push(environment);
    container.onDeath(() => {
      environments.splice(environments.indexOf(environment), 1);
      environment.die?.();
    });
    return environment;
  }

  function free(): Environment<App> | undefined {
    const idle = idleOne(environments, kernel.random);
    return idle ?? (environments.length < most ? start() : undefined);
  }

  return {
    invoke<Value>(work: (app: App) => Promise<Value>) {
      invocations += 1;
      if (broken) {
        errors += 1;
        return Promise.resolve<Invocation<Value>>({ end: "threw", fault: new Error("The function is broken.") });
      }
      const environment = free();
      if (environment === undefined) {
        log.observe("concurrencyExhausted");
        return Promise.resolve<Invocation<Value>>({ end: "throttled" });
      }
      return new Promise<Invocation<Value>>((resolve) => {
        environment.busy = true;
        environment.container.busy = true;
        const end = (invocation: Invocation<Value>): void => {
          environment.busy = false;
          environment.container.busy = false;
          environment.die = undefined;
          cancel();
          if (invocation.end === "threw") errors += 1;
          resolve(invocation);
        };
        const cancel = kernel.after(timeoutMs, () => {
          log.observe("timedOut");
          // Whoever waits is answered; a frozen one goes on at its thaw, if it ever thaws.
          resolve({ end: "timedOut" });
        });
        environment.die = () => end({ end: "killed" });
        work(environment.app).then(
          (value) => end({ end: "done", value }),
          (fault: unknown) => end({ end: "threw", fault }),
        );
      });
    },
    killAll() {
      for (const { container } of environments.slice()) container.kill();
    },
    freezeBusy(ms) {
      const serving = environments.filter(({ busy }) => busy);
      for (const { container } of serving) container.freeze(ms);
      return serving.length;
    },
    limit: (wanted) => void (most = wanted),
    breakDown: (wanted) => void (broken = wanted),
    tally: () => ({ invocations, errors }),
  };
}

/** Any idle one may be chosen, so that each one's copies of the lease are of another age. */
function idleOne<App>(environments: readonly Environment<App>[], random: () => number): Environment<App> | undefined {
  let idle = 0;
  for (const { busy } of environments) if (!busy) idle += 1;
  if (idle === 0) return undefined;
  let passed = Math.floor(random() * idle);
  return environments.find(({ busy }) => {
    if (busy) return false;
    passed -= 1;
    return passed < 0;
  });
}

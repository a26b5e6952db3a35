/** What a run may not use, since it makes it depend on the machine: real timers, and the thread pool. */
export interface RealTimeGuard {
  /** What was used, one sentence each; puts the machine's own timers back. */
  end(): readonly string[];
}

const TIMERS = ["setTimeout", "setInterval", "setImmediate"] as const;
/** Resources that belong to the machine's own streams and to the simulation's host, not to a run. */
const HOSTS = new Set(["TTYWrap", "PipeWrap", "ProcessWrap", "Immediate", "SignalWrap", "CloseReq"]);

/** Watches for real time from now on; what was there before is nobody's fault. */
export function guardRealTime(): RealTimeGuard {
  const used = new Map<string, number>();
  const before = counted(process.getActiveResourcesInfo());
  const own = Object.fromEntries(TIMERS.map((name) => [name, globalThis[name]]));
  for (const name of TIMERS) {
    Object.assign(globalThis, {
      [name]: () => {
        used.set(name, (used.get(name) ?? 0) + 1);
        return 0;
      },
    });
  }
  return {
    end() {
      Object.assign(globalThis, own);
      const left = [...counted(process.getActiveResourcesInfo())].filter(
        ([name, count]) => !HOSTS.has(name) && count > (before.get(name) ?? 0),
      );
      return [
        ...[...used].map(([name, times]) => `${name} was called ${times} times: a run has virtual time only.`),
        ...left.map(([name]) => `A ${name} is still active: a run uses neither the thread pool nor the network.`),
      ];
    },
  };
}

function counted(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

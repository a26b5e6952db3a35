/** How long an orderly end may take before the process goes anyway. Milliseconds. */
const shutdownMsMax = 5_000;

/** What ends a process, and the exit status that shells expect of it: 128 plus the number of a signal. */
const causes = [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
  ["uncaughtException", 1],
  ["unhandledRejection", 1],
] as const;

/**
 * Makes sure that `shutdown` runs however this process ends; a second signal ends it at once. `onFault` hears of what
 * was thrown and not caught. Returns what takes the handlers off again.
 */
export function shutDownWithProcess(shutdown: () => Promise<void>, onFault: (fault: unknown) => void): () => void {
  let ending = false;
  const handlers = new Map<string, (detail: unknown) => void>();
  for (const [cause, status] of causes) {
    handlers.set(cause, (detail) => {
      if (detail instanceof Error) {
        onFault(detail);
      }
      if (ending) {
        process.exit(status);
      }
      ending = true;
      setTimeout(() => process.exit(status), shutdownMsMax);
      shutdown()
        .catch(onFault)
        .finally(() => process.exit(status));
    });
  }
  // Whoever calls process.exit leaves no time: what a shutdown does at once, it still does.
  handlers.set("exit", () => void shutdown().catch(onFault));
  for (const [cause, handler] of handlers) {
    process.on(cause, handler);
  }
  return () => handlers.forEach((handler, cause) => process.off(cause, handler));
}

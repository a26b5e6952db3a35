/** How long an orderly end may take before the process goes anyway. Milliseconds. */
const shutdownMsMax = 5_000;

/** What of a process ends it. */
type Cause = "SIGINT" | "SIGTERM" | "SIGHUP" | "uncaughtException" | "unhandledRejection";

/** Exit statuses as shells expect them: 128 plus the signal's number. */
const statuses: Readonly<Record<Cause, number>> = {
  SIGINT: 130,
  SIGTERM: 143,
  SIGHUP: 129,
  uncaughtException: 1,
  unhandledRejection: 1,
};

/**
 * Makes sure that `shutdown` runs however this process ends; a second signal ends it at once. `onFault` hears of what
 * was thrown and not caught. Returns what takes the handlers off again.
 */
export function shutDownWithProcess(shutdown: () => Promise<void>, onFault: (fault: unknown) => void): () => void {
  let ending = false;
  const handlers = new Map<Cause | "exit", (detail: unknown) => void>();
  for (const cause of Object.keys(statuses) as Cause[]) {
    handlers.set(cause, (detail) => {
      if (detail instanceof Error) {
        onFault(detail);
      }
      if (ending) {
        process.exit(statuses[cause]);
      }
      ending = true;
      setTimeout(() => process.exit(statuses[cause]), shutdownMsMax);
      shutdown().then(
        () => process.exit(statuses[cause]),
        (fault) => {
          onFault(fault);
          process.exit(statuses[cause]);
        },
      );
    });
  }
  // Whoever calls process.exit leaves no time: what a shutdown does at once, it still does.
  handlers.set("exit", () => void shutdown().catch(onFault));
  for (const [cause, handler] of handlers) {
    process.on(cause, handler);
  }
  return () => handlers.forEach((handler, cause) => process.off(cause, handler));
}

import { AwsError } from "../../../core/errors.ts";
import { randomHex, type Cancel, type Kernel } from "../../../core/kernel.ts";
import { StateFailure } from "./failure.ts";
import { later } from "./scope.ts";

/** A task that waits for whoever holds its token. */
export interface WaitingTask {
  readonly token: string;
  /** What was sent with the token. Rejects with a `StateFailure`. */
  readonly outcome: Promise<unknown>;
  /** From here on a heartbeat has to come every so many seconds. */
  expectHeartbeats(seconds: number): void;
  /** Nobody waits any more. */
  close(): void;
}

/** The tokens of all tasks that wait, in all regions. */
export interface TaskTokens {
  open(region: string): WaitingTask;
  /** These throw `InvalidToken` and `TaskTimedOut`. */
  succeed(region: string, token: string, output: unknown): void;
  fail(region: string, token: string, error: string | undefined, cause: string | undefined): void;
  beat(region: string, token: string): void;
}

interface Holder {
  readonly resolve: (output: unknown) => void;
  readonly reject: (fault: StateFailure) => void;
  beat(): void;
}

/** No task waits. */
export function createTaskTokens(kernel: Kernel): TaskTokens {
  const holders = new Map<string, Holder>();

  function open(region: string): WaitingTask {
    const token = Buffer.from(`${region}/${randomHex(kernel, 48)}`).toString("base64");
    let cancel: Cancel = () => undefined;
    let plan = (): void => undefined;
    const outcome = new Promise<unknown>((resolve, reject) => {
      holders.set(token, { resolve, reject, beat: () => plan() });
    });
    // Where the task ends in another way nobody looks at it.
    outcome.catch(() => undefined);
    return {
      token,
      outcome,
      expectHeartbeats(seconds) {
        plan = (): void => {
          cancel();
          cancel = later(kernel, seconds * 1000, () => {
            const silent = new StateFailure("States.Timeout", undefined, "States.HeartbeatTimeout");
            holders.get(token)?.reject(silent);
          });
        };
        plan();
      },
      close() {
        cancel();
        holders.delete(token);
      },
    };
  }

  function take(region: string, token: string): Holder {
    const [, ofRegion] = /^([a-z0-9-]+)\/[0-9a-f]{96}$/.exec(Buffer.from(token, "base64").toString()) ?? [];
    if (ofRegion !== region) throw new AwsError("InvalidToken", "Invalid Token: 'Invalid token'");
    const holder = holders.get(token);
    if (holder !== undefined) return holder;
    throw new AwsError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
  }

  function spend(region: string, token: string): Holder {
    const holder = take(region, token);
    holders.delete(token);
    return holder;
  }

  return {
    open,
    succeed: (region, token, output) => spend(region, token).resolve(output),
    fail: (region, token, error, cause) => spend(region, token).reject(new StateFailure(error, cause)),
    beat: (region, token) => take(region, token).beat(),
  };
}

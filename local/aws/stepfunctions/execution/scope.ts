import type { Cancel, Kernel } from "../../../core/kernel.ts";

/** Whatever waited in a scope that has ended. */
export class ScopeEnded extends Error {
  override readonly name = "ScopeEnded";
}

/** A part of an execution that can be ended from outside: with it ends everything that waits in it. */
export interface Scope {
  readonly isEnded: boolean;
  end(): void;
  child(): Scope;
  /** Settles as `work` does; rejects with `ScopeEnded` where the scope ends first. */
  during<T>(work: Promise<T>): Promise<T>;
  sleep(ms: number): Promise<void>;
}

/** A scope that goes on. */
export function createScope(kernel: Kernel): Scope {
  const listeners = new Set<() => void>();
  let isEnded = false;
  const scope: Scope = {
    get isEnded() {
      return isEnded;
    },
    end() {
      if (isEnded) return;
      isEnded = true;
      for (const listener of listeners) listener();
      listeners.clear();
    },
    child() {
      const inner = createScope(kernel);
      if (isEnded) inner.end();
      else listeners.add(inner.end);
      return {
        ...inner,
        get isEnded() {
          return inner.isEnded;
        },
        end() {
          listeners.delete(inner.end);
          inner.end();
        },
      };
    },
    during: (work) =>
      new Promise((resolve, reject) => {
        const left = (): void => reject(new ScopeEnded());
        if (isEnded) left();
        listeners.add(left);
        const forget = (): void => void listeners.delete(left);
        work.then(resolve, reject).then(forget, forget);
      }),
    async sleep(ms) {
      let cancel: Cancel = () => undefined;
      const waited = new Promise<void>((resolve) => {
        cancel = later(kernel, ms, resolve);
      });
      await scope.during(waited).catch((fault: unknown) => {
        cancel();
        throw fault;
      });
    },
  };
  return scope;
}

/** The longest that a timer of Node takes, milliseconds: about 25 days. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** As `kernel.after`, for as long as a state machine may wait. */
export function later(kernel: Kernel, ms: number, task: () => void): Cancel {
  let cancel: Cancel = () => undefined;
  const plan = (left: number): void => {
    const part = Math.min(left, TIMER_MS_MAX);
    cancel = kernel.after(part, () => (left > part ? plan(left - part) : task()));
  };
  plan(ms);
  return () => cancel();
}

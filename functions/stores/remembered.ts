import type { Clock } from "./clock.ts";

/** What was read is given again while it is fresh. */
export interface Remembered<Key, Value> {
  /** By one read for however many ask at the same time; what could not be read is read again by whoever asks next. */
  get(key: Key): Promise<Value>;
  /** Notes what is so from now on. */
  set(key: Key, value: Value): void;
}

/** How long and how much is remembered. */
export interface Memory {
  readonly freshMs: number;
  readonly most: number;
}

/** Remembers what `read` gives. */
export function remembered<Key, Value>(
  read: (key: Key) => Promise<Value>,
  { freshMs, most }: Memory,
  clock: Pick<Clock, "monotonic">,
): Remembered<Key, Value> {
  const known = new Map<Key, { readonly value: Promise<Value>; readonly at: number }>();
  const remember = (key: Key, value: Promise<Value>): void => {
    if (known.size >= most) known.clear();
    known.set(key, { value, at: clock.monotonic() });
  };
  return {
    get(key) {
      const found = known.get(key);
      if (found !== undefined && clock.monotonic() - found.at <= freshMs) return found.value;
      const value = read(key);
      remember(key, value);
      value.catch(() => {
        if (known.get(key)?.value === value) known.delete(key);
      });
      return value;
    },
    set: (key, value) => remember(key, Promise.resolve(value)),
  };
}

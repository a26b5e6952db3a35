import type { Properties } from "../../core/resource.ts";
import { isProperties } from "../wire.ts";
import { isGiven, isMade, isRef } from "./component.ts";

/** Reads the inputs that decide what a component consists of: they have to be known when it is planned. */
export interface KnownInputs {
  readonly what: string;
  value(key: string): unknown;
  text(key: string): string | undefined;
  number(key: string): number | undefined;
  /** The maps of strings that tags are; their values may be known later. */
  map(key: string): Properties;
  list(key: string): readonly unknown[] | undefined;
  section(key: string): KnownInputs;
  sections(key: string): readonly KnownInputs[] | undefined;
  /** Whatever is there, known or not. */
  raw(key: string): unknown;
  readonly keys: readonly string[];
}

/** A reader of `value`; `what` is how messages call it. */
export function knownInputs(what: string, value: unknown): KnownInputs {
  const inputs = isProperties(value) ? value : {};
  const wrong = (key: string, expected: string): Error => new Error(`${what}.${key}: expected ${expected}.`);
  const known = (key: string): unknown => {
    const found = inputs[key] ?? undefined;
    if (isGiven(found) || isMade(found) || isRef(found)) {
      throw new Error(`${what}.${key} has to be known before anything is created: it decides what there is.`);
    }
    return found;
  };
  const list = (key: string): readonly unknown[] | undefined => {
    const found = known(key);
    if (found !== undefined && !Array.isArray(found)) throw wrong(key, "a list");
    return found;
  };
  return {
    what,
    value: known,
    text(key) {
      const found = known(key);
      if (found !== undefined && typeof found !== "string") throw wrong(key, "a text");
      return found;
    },
    number(key) {
      const found = known(key);
      if (found !== undefined && typeof found !== "number") throw wrong(key, "a number");
      return found;
    },
    map(key) {
      const found = known(key) ?? {};
      if (!isProperties(found)) throw wrong(key, "a map");
      return found;
    },
    list,
    section: (key) => knownInputs(`${what}.${key}`, known(key)),
    sections: (key) => list(key)?.map((_, index) => knownInputs(`${what}.${key}[${index}]`, list(key)?.[index])),
    raw: (key) => inputs[key] ?? undefined,
    keys: Object.keys(inputs).filter((key) => inputs[key] !== undefined && inputs[key] !== null),
  };
}

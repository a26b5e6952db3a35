import type { InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { isProperties } from "../wire.ts";
import { isSame } from "./canonical.ts";
import { defaultsKey, isFilled } from "./check.ts";
import { holdsUnknown, isUnknown } from "./unknown.ts";

/** One value that changes: its path as Pulumi writes it (`attributes[0].name`), and how. */
export interface PropertyChange {
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
  readonly replaces: boolean;
}

/** What a change of inputs does to a resource. */
export interface Diff {
  readonly changes: readonly PropertyChange[];
  /** Top-level inputs that replace the resource. */
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** Compares checked inputs, old and new. Unknown new values count as changed. */
export function diffInputs(model: ResourceModel, olds: Properties, news: Properties): Diff {
  const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
  names.delete(defaultsKey);
  const changed = [...names].filter((name) => hasChanged(ruleOf(model, name), olds[name], news[name])).toSorted();
  const replaces = changed.filter((name) => ruleOf(model, name).replaces === true || model.update === undefined);
  const changes = changed.flatMap((name) =>
    changesAt(name, olds[name], news[name], replaces.includes(name), ruleOf(model, name)),
  );
  return { changes, replaces, deleteBeforeReplace: replaces.length > 0 && mustGoFirst(model, olds, news) };
}

function ruleOf(model: ResourceModel, name: string): InputRule {
  return name === "region" ? { replaces: true, computed: true } : (model.inputs[name] ?? {});
}

function hasChanged(rule: InputRule, old: unknown, now: unknown): boolean {
  if (holdsUnknown(now)) return true;
  if (now === undefined && rule.computed === true) return false;
  return !isSame(old, now, rule);
}

/** Two with one given name cannot stand side by side. */
function mustGoFirst(model: ResourceModel, olds: Properties, news: Properties): boolean {
  if (model.deleteBeforeReplace === true) return true;
  return Object.entries(model.inputs).some(
    ([name, rule]) => rule.autoName !== undefined && !isFilled(news, name) && isSame(olds[name], news[name]),
  );
}

function changesAt(
  path: string,
  old: unknown,
  now: unknown,
  replaces: boolean,
  rule: InputRule = {},
): readonly PropertyChange[] {
  if (isUnknown(now) || rule.json === true || rule.unordered === true) return [leaf(path, old, now, replaces)];
  if (Array.isArray(old) && Array.isArray(now)) {
    return Array.from({ length: Math.max(old.length, now.length) }, (_, index) =>
      changesBetween(`${path}[${index}]`, old[index], now[index], replaces),
    ).flat();
  }
  if (isPlain(old) && isPlain(now)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].toSorted();
    return keys.flatMap((key) => changesBetween(`${path}${step(key)}`, old[key], now[key], replaces));
  }
  return [leaf(path, old, now, replaces)];
}

function changesBetween(path: string, old: unknown, now: unknown, replaces: boolean): readonly PropertyChange[] {
  return !holdsUnknown(now) && isSame(old, now) ? [] : changesAt(path, old, now, replaces);
}

function isPlain(value: unknown): value is Properties {
  return isProperties(value) && !("kind" in value && "path" in value);
}

function step(key: string): string {
  return /^[\w$-]+$/.test(key) ? `.${key}` : `["${key.replaceAll('"', '\\"')}"]`;
}

function leaf(path: string, old: unknown, now: unknown, replaces: boolean): PropertyChange {
  const kind = (old ?? undefined) === undefined ? "add" : (now ?? undefined) === undefined ? "delete" : "update";
  return { path, kind, replaces };
}

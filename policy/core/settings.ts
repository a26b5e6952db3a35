import { defaultsOf } from "./judge.ts";
import type { Settings } from "./judge.ts";
import type { Rule, Setting } from "./rule.ts";

/** What a violation of a rule does. */
export type Level = "mandatory" | "advisory" | "disabled";

/** How a rule is run. */
export interface Enforcement {
  readonly level: Level;
  readonly settings: Settings;
}

/** A configuration that no pack can be run with; the message names rule and setting. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

const LEVELS: readonly string[] = ["mandatory", "advisory", "disabled"] satisfies readonly Level[];

/**
 * Reads a pack's configuration, in the form of `pulumi preview --policy-pack-config`: by rule, or "all", a level, or an
 * object with `enforcementLevel` and the rule's settings. Throws `SettingsError`.
 */
export function enforcementsOf(rules: readonly Rule[], config: unknown = {}): ReadonlyMap<string, Enforcement> {
  if (!isRecord(config)) throw new SettingsError("The configuration is not an object by rule.");
  const known = new Set(["all", ...rules.map(({ name }) => name)]);
  const unknown = Object.keys(config).find((name) => !known.has(name));
  if (unknown !== undefined) throw new SettingsError(`${unknown}: there is no such rule.`);
  const all = config["all"] === undefined ? undefined : levelOf("all", config["all"]);
  return new Map(rules.map((rule) => [rule.name, enforcementOf(rule, config[rule.name], all)]));
}

function enforcementOf(rule: Rule, own: unknown, all: Level | undefined): Enforcement {
  const inherited = all ?? rule.level;
  if (own === undefined) return { level: inherited, settings: defaultsOf(rule) };
  if (!isRecord(own)) return { level: levelOf(rule.name, own), settings: defaultsOf(rule) };
  const { enforcementLevel, ...settings } = own;
  const level = enforcementLevel === undefined ? inherited : levelOf(rule.name, enforcementLevel);
  return { level, settings: settingsOf(rule, settings) };
}

/** A rule's settings: what is given, checked against its schema, over its defaults. Throws `SettingsError`. */
function settingsOf(rule: Rule, given: Settings): Settings {
  for (const [name, value] of Object.entries(given)) {
    const setting = rule.settings[name];
    if (setting === undefined) {
      const known = Object.keys(rule.settings).join(", ");
      const instead = known === "" ? "It has none." : `It has ${known}.`;
      throw new SettingsError(`${rule.name}: there is no setting ${name}. ${instead}`);
    }
    if (!fits(setting, value)) throw new SettingsError(`${rule.name}: ${name}: expected ${wanted(setting)}.`);
  }
  return { ...defaultsOf(rule), ...given };
}

function levelOf(name: string, value: unknown): Level {
  // Pulumi's own fourth level mends what it finds; where nothing is mended it counts as mandatory.
  if (value === "remediate") return "mandatory";
  // Just looked up among the levels.
  if (typeof value === "string" && LEVELS.includes(value)) return value as Level;
  throw new SettingsError(`${name}: expected one of ${LEVELS.join(", ")} or an object of settings.`);
}

function fits({ type }: Setting, value: unknown): boolean {
  if (type !== "array") return typeof value === type;
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function wanted({ type }: Setting): string {
  return type === "array" ? "a list of texts" : type === "string" ? "a text" : `a ${type}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

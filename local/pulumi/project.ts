import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { UserError } from "../core/errors.ts";
import type { Properties } from "../core/resource.ts";
import { isProperties } from "./wire.ts";

/** One entry of `config:` in Pulumi.yaml. */
interface ProjectConfigEntry {
  /** Used where the stack says nothing; undefined where every stack has to. */
  readonly value: unknown;
  readonly secret: boolean;
}

/** A Pulumi project: what Pulumi.yaml says. */
export interface Project {
  readonly name: string;
  readonly file: string;
  /** Absolute path of the program's entry module. */
  readonly entry: string;
  /** Where the engine runs the program: relative paths of assets start here. */
  readonly programDirectory: string;
  /** Where the stacks' files are. */
  readonly stackDirectory: string;
  /** By full key, `namespace:name`. */
  readonly config: ReadonlyMap<string, ProjectConfigEntry>;
}

/** Reads Pulumi.yaml in `directory`. Throws `UserError` naming file and key. */
export function readProject(directory: string): Project {
  const file = path.join(directory, "Pulumi.yaml");
  const text = readYaml(file);
  const name = text["name"];
  if (typeof name !== "string" || name === "") {
    throw new UserError(`${file}: name: expected the project's name.`);
  }
  const entry = findEntry(directory, file, text["main"]);
  const stackDirectory = text["stackConfigDir"];
  return {
    name,
    file,
    entry,
    programDirectory: path.dirname(entry),
    stackDirectory: typeof stackDirectory === "string" ? path.resolve(directory, stackDirectory) : directory,
    config: readProjectConfig(name, file, text["config"]),
  };
}

/** `main` is a module or a directory; the engine runs the program in the directory of its entry module. */
function findEntry(directory: string, file: string, main: unknown): string {
  if (main !== undefined && typeof main !== "string") {
    throw new UserError(`${file}: main: expected a path.`);
  }
  const place = path.resolve(directory, main ?? ".");
  if (!existsSync(place)) {
    throw new UserError(`${file}: main: there is no ${place}.`);
  }
  return statSync(place).isDirectory() ? path.join(place, "index.ts") : place;
}

function readProjectConfig(project: string, file: string, config: unknown): Map<string, ProjectConfigEntry> {
  const entries = new Map<string, ProjectConfigEntry>();
  for (const [key, entry] of Object.entries(section(file, "config", config))) {
    entries.set(fullKey(project, key), projectConfigEntry(file, key, entry));
  }
  return entries;
}

/** An entry is a plain value or array, or an object saying `value` or `default` and perhaps a type. */
function projectConfigEntry(file: string, key: string, entry: unknown): ProjectConfigEntry {
  if (!isProperties(entry)) {
    return { value: entry, secret: false };
  }
  const known = new Set(["type", "description", "items", "default", "value", "secret"]);
  const stranger = Object.keys(entry).find((word) => !known.has(word));
  if (stranger !== undefined) {
    throw new UserError(`${file}: config.${key}.${stranger}: an object goes under "value" or "default".`);
  }
  return { value: entry["value"] ?? entry["default"], secret: entry["secret"] === true };
}

/** A key without a namespace belongs to the project; `name:config:key` is the old way to write `name:key`. */
export function fullKey(project: string, key: string): string {
  const parts = key.split(":");
  if (parts.length === 3 && parts[1] === "config") {
    return `${parts[0]}:${parts[2]}`;
  }
  return parts.length === 1 ? `${project}:${key}` : key;
}

/** A section of a YAML file that holds an object, or nothing. */
export function section(file: string, name: string, value: unknown): Properties {
  if (value === undefined || value === null) {
    return {};
  }
  if (!isProperties(value)) {
    throw new UserError(`${file}: ${name}: expected keys with values.`);
  }
  return value;
}

/** A YAML file that holds an object. Throws `UserError` naming the file. */
export function readYaml(file: string): Properties {
  if (!existsSync(file)) {
    throw new UserError(`There is no ${file}.`);
  }
  try {
    return section(file, "the whole file", parse(readFileSync(file, "utf8")));
  } catch (fault) {
    throw fault instanceof UserError ? fault : new UserError(`${file}: ${String(fault)}`, { cause: fault });
  }
}

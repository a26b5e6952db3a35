import { parseCellName, type CellName } from "../domain/ids.ts";
import { requiredVariable, type Variables } from "../stores/environment.ts";

/** What the program sets. */
export type EnvVariables = {
  readonly AUTHORITY_TABLE: string;
  /** Regions with a replica of the authority table, comma-separated, the watcher's own first. */
  readonly AUTHORITY_REGIONS: string;
  /** The registry as the watcher needs it: a JSON list of `{ "name", "origin", "standIns" }`, names and host names. */
  readonly CELLS: string;
  /** What the origins' firewalls demand in the header `x-origin-secret`. */
  readonly ORIGIN_SECRET: string;
  /** The edge router's store. */
  readonly KEY_VALUE_STORE_ARN: string;
};

/** A cell of the registry. */
export interface WatchedCell {
  readonly name: CellName;
  /** The host name of its origin. */
  readonly origin: string;
  /** Who may stand in for it, the first choice first. */
  readonly standIns: readonly CellName[];
}

/** The watcher's environment, parsed. */
export interface Env {
  readonly region: string;
  readonly authorityTable: string;
  readonly authorityRegions: readonly string[];
  readonly cells: readonly WatchedCell[];
  readonly originSecret: string;
  readonly keyValueStoreArn: string;
  /** Where AWS is, when it is not where its names say (the SDK's own convention). */
  readonly awsEndpoint: string | undefined;
}

/** Parses the environment; a missing or malformed variable is named. */
export function parseEnv(variables: Variables): Env {
  return {
    region: requiredVariable(variables, "AWS_REGION"),
    authorityTable: requiredVariable(variables, "AUTHORITY_TABLE"),
    authorityRegions: requiredVariable(variables, "AUTHORITY_REGIONS").split(","),
    cells: parseCells(requiredVariable(variables, "CELLS")),
    originSecret: requiredVariable(variables, "ORIGIN_SECRET"),
    keyValueStoreArn: requiredVariable(variables, "KEY_VALUE_STORE_ARN"),
    awsEndpoint: variables["AWS_ENDPOINT_URL"],
  };
}

function parseCells(text: string): readonly WatchedCell[] {
  const listed: unknown = JSON.parse(text);
  if (!Array.isArray(listed)) throw malformed();
  return listed.map((entry: unknown) => {
    if (typeof entry !== "object" || entry === null) throw malformed();
    const fields = new Map<string, unknown>(Object.entries(entry));
    const [name, origin, standIns] = ["name", "origin", "standIns"].map((field) => fields.get(field));
    if (typeof origin !== "string" || !Array.isArray(standIns)) throw malformed();
    return { name: cellName(name), origin, standIns: standIns.map(cellName) };
  });
}

function cellName(text: unknown): CellName {
  const cell = parseCellName(typeof text === "string" ? text : "");
  if (!cell.ok) throw malformed();
  return cell.value;
}

function malformed(): Error {
  return new Error("The environment variable CELLS lists no cells by name, origin and standIns.");
}

import type { CellName } from "../domain/ids.ts";
import { cellVariable, requiredVariable, type Variables } from "../stores/environment.ts";

/** What the program sets. */
export type EnvVariables = {
  readonly CELL: string;
  readonly CONTROL_TABLE: string;
  readonly AUTHORITY_TABLE: string;
  /** Regions with a replica of the authority table, comma-separated, the nearest first. */
  readonly AUTHORITY_REGIONS: string;
  readonly USER_POOL_ID: string;
  /** The user pool's domain prefix, where its token endpoint is. */
  readonly USER_POOL_DOMAIN: string;
  /** The cell's own origin name. */
  readonly ORIGIN_HOST: string;
  /** What the origin's firewall demands in the header `x-origin-secret`. */
  readonly ORIGIN_SECRET: string;
  /** The cell's own machine client with the scopes accounts/write and payments/write. */
  readonly CANARY_CLIENT_ID: string;
  readonly CANARY_CLIENT_SECRET: string;
};

/** The keeper's environment, parsed. */
export interface Env {
  readonly cell: CellName;
  readonly region: string;
  readonly controlTable: string;
  readonly authorityTable: string;
  readonly authorityRegions: readonly string[];
  readonly userPoolId: string;
  readonly userPoolDomain: string;
  readonly originHost: string;
  readonly originSecret: string;
  readonly canaryClientId: string;
  readonly canaryClientSecret: string;
  /** Where AWS is, when it is not where its names say (the SDK's own convention). */
  readonly awsEndpoint: string | undefined;
}

/** Parses the environment; a missing variable is named. */
export function parseEnv(variables: Variables): Env {
  return {
    cell: cellVariable(variables, "CELL"),
    region: requiredVariable(variables, "AWS_REGION"),
    controlTable: requiredVariable(variables, "CONTROL_TABLE"),
    authorityTable: requiredVariable(variables, "AUTHORITY_TABLE"),
    authorityRegions: requiredVariable(variables, "AUTHORITY_REGIONS").split(","),
    userPoolId: requiredVariable(variables, "USER_POOL_ID"),
    userPoolDomain: requiredVariable(variables, "USER_POOL_DOMAIN"),
    originHost: requiredVariable(variables, "ORIGIN_HOST"),
    originSecret: requiredVariable(variables, "ORIGIN_SECRET"),
    canaryClientId: requiredVariable(variables, "CANARY_CLIENT_ID"),
    canaryClientSecret: requiredVariable(variables, "CANARY_CLIENT_SECRET"),
    awsEndpoint: variables["AWS_ENDPOINT_URL"],
  };
}

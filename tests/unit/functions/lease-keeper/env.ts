import type { CellName } from "../../../../functions/domain/ids.ts";
import type { Env } from "../../../../functions/lease-keeper/env.ts";

/** The environment of a keeper under test. */
export function keeperEnv(cell: CellName): Env {
  return {
    cell,
    region: "eu-west-1",
    controlTable: "control",
    authorityTable: "authority",
    authorityRegions: ["eu-west-1"],
    userPoolId: "pool",
    userPoolDomain: "prod-eu-111122223333",
    originHost: "eu.origin.pay.example.com",
    originSecret: "edge-secret",
    canaryClientId: "canary-client",
    canaryClientSecret: "canary-secret",
    awsEndpoint: undefined,
  };
}

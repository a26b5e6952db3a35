import type { EnvVariables } from "../functions/payments-api/env.ts";

/** What the payments API asks of its environment, here that of nobody's cell. */
export const apiEnvironment: EnvVariables = {
  CELL: "eu",
  LEDGER_TABLE: "prod-ledger",
  CONTROL_TABLE: "prod-eu-control",
  VIEWS_TABLE: "prod-eu-views",
  REQUEST_HASH_KEY: "alias/prod-request-hash",
  VAULT_TABLE: "prod-eu-vault",
  VAULT_KEY: "alias/prod-eu-vault",
  DELIVERIES_TABLE: "prod-eu-webhooks",
  UPLOADS_TABLE: "prod-eu-uploads",
  UPLOADS_BUCKET: "prod-eu-uploads-111122223333",
  WEBHOOKS_KEY: "alias/prod-webhooks",
};

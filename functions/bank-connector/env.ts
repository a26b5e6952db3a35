import { parseIban, type Iban } from "../domain/iban.ts";
import type { CellName } from "../domain/ids.ts";
import { outsideAddress } from "../stores/addresses.ts";
import { cellVariable, requiredVariable, type Variables } from "../stores/environment.ts";

/** What the program sets. */
export type EnvVariables = {
  readonly CELL: string;
  readonly AUTHORITY_TABLE: string;
  /** Regions with a replica of the authority table, comma-separated, the nearest first. */
  readonly AUTHORITY_REGIONS: string;
  readonly VAULT_TABLE: string;
  /** Alias of the key that seals the data keys of people. */
  readonly VAULT_KEY: string;
  /** ARN of the state machine that carries payouts. */
  readonly PAYOUTS_MACHINE: string;
  /** Name of the secret that is shared with the bank. */
  readonly BANK_KEYS: string;
  /** Where the bank takes messages, without a slash at the end: "https://rail.bank.example/v1". */
  readonly BANK_URL: string;
  /** On whose account payouts are booked at the bank, and which bank that is. */
  readonly ORDERING_NAME: string;
  readonly ORDERING_IBAN: string;
  readonly ORDERING_BIC: string;
};

/** The connector's environment, parsed. */
export interface Env {
  readonly cell: CellName;
  readonly authorityTable: string;
  readonly authorityRegions: readonly string[];
  readonly vaultTable: string;
  readonly vaultKey: string;
  readonly payoutsMachine: string;
  readonly bankSecret: string;
  readonly bankUrl: string;
  readonly ordering: { readonly name: string; readonly iban: Iban; readonly bic: string };
}

/** Parses the environment; a missing or malformed variable is named. */
export function parseEnv(variables: Variables): Env {
  return {
    cell: cellVariable(variables, "CELL"),
    authorityTable: requiredVariable(variables, "AUTHORITY_TABLE"),
    authorityRegions: requiredVariable(variables, "AUTHORITY_REGIONS").split(","),
    vaultTable: requiredVariable(variables, "VAULT_TABLE"),
    vaultKey: requiredVariable(variables, "VAULT_KEY"),
    payoutsMachine: requiredVariable(variables, "PAYOUTS_MACHINE"),
    bankSecret: requiredVariable(variables, "BANK_KEYS"),
    bankUrl: outsideAddress(bankUrl(requiredVariable(variables, "BANK_URL")), variables["AWS_ENDPOINT_URL"]),
    ordering: {
      name: requiredVariable(variables, "ORDERING_NAME"),
      iban: iban(requiredVariable(variables, "ORDERING_IBAN")),
      bic: bic(requiredVariable(variables, "ORDERING_BIC")),
    },
  };
}

/** Encrypted, unless the bank is on this very machine. */
function bankUrl(text: string): string {
  const isLocal = /^http:\/\/127\.0\.0\.1(:\d+)?(\/[\w/-]*)?$/.test(text);
  if (!isLocal && !/^https:\/\/[\w.-]+(:\d+)?(\/[\w/-]*)?$/.test(text)) {
    throw new Error("The environment variable BANK_URL is no https address.");
  }
  return text.replace(/\/$/, "");
}

function iban(text: string): Iban {
  const parsed = parseIban(text);
  if (!parsed.ok) throw new Error(`The environment variable ORDERING_IBAN is refused: ${parsed.refusal}.`);
  return parsed.value;
}

function bic(text: string): string {
  // ISO 9362: bank, country, location, and the branch where it is named.
  if (/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(text)) return text;
  throw new Error("The environment variable ORDERING_BIC is no business identifier code (ISO 9362).");
}

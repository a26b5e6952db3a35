/** One cell of the registry, as Pulumi.yaml lists it. */
export interface CellEntry {
  /** Up to eight lower-case letters and digits: it starts the keys of everything that the cell writes. */
  readonly name: string;
  readonly region: string;
  /** Where the personal data of the cell's customers has to stay: "EU". */
  readonly residency: string;
  /** The second octet of the cell's 10.x.0.0/16. */
  readonly network: number;
  /** The cells that may stand in for this one, the preferred first. */
  readonly standIns: readonly string[];
  /** Prefixes of IANA time zones whose clients this cell is nearest to. */
  readonly near: readonly string[];
  /** The stages that have this cell. */
  readonly stages: readonly string[];
}

/** Where the strongly consistent authority table stands: three regions of one continent. */
export interface AuthorityRegions {
  readonly replicas: readonly [string, string];
  readonly witness: string;
}

/** The bank by whose rail payouts leave, and the account there on which they are booked. */
export interface BankEntry {
  /** Where it takes messages: "https://rail.bank.example/v1". */
  readonly url: string;
  /** Whose account it is, its IBAN, and the bank's own code (ISO 9362). */
  readonly name: string;
  readonly iban: string;
  readonly bic: string;
}

/** What every stack of the project shares. */
export interface Registry {
  readonly account: string;
  readonly domain: string;
  readonly zoneId: string;
  readonly authority: AuthorityRegions;
  readonly bank: BankEntry;
  readonly cells: readonly CellEntry[];
}

/** What is paid for while nothing happens: `small` has one NAT gateway and only the endpoints that it needs. */
export type Size = "small" | "full";

/** A registry as one stage sees it: only the stage's own cells, and the names that carry its name. */
export interface Stage {
  readonly name: string;
  readonly account: string;
  readonly zoneId: string;
  /** The stage's own domain: the registry's for prod, a subdomain of it otherwise. */
  readonly domain: string;
  readonly authority: AuthorityRegions;
  readonly bank: BankEntry;
  readonly cells: readonly CellEntry[];
}

/** The registry as `name` sees it. */
export function stageOf(registry: Registry, name: string): Stage {
  return {
    name,
    account: registry.account,
    zoneId: registry.zoneId,
    domain: name === "prod" ? registry.domain : `${name}.${registry.domain}`,
    authority: registry.authority,
    bank: registry.bank,
    cells: registry.cells.filter((cell) => cell.stages.includes(name)),
  };
}

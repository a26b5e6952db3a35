import { parseAccountId, type AccountId } from "../../functions/domain/ids.ts";
import { formatMoney } from "../../functions/domain/money.ts";
import type { CellPlace, Deployment } from "../deployment.ts";
import { OPS_SCOPES, TENANT_SCOPES, type AppClient, type Directory } from "../directory.ts";
import type { EdgeClient } from "../edge-client.ts";
import { refused } from "../problem.ts";
import type { Debtor } from "./payments.ts";

/** The tenant whose payouts the demo pays, and the platform's own staff, who bring money in. */
export const MARKETPLACE = "marketplace";
const PLATFORM = "platform";

const PAYEES_PER_CELL = 8;

/** Tokens by cell: each from that cell's own issuer. */
export interface Tokens {
  marketplace(cell: string): string;
  platform(cell: string): string;
}

/** Gives the demo's two tenants their clients. */
export async function addTenants(
  directory: Directory,
): Promise<Record<"marketplace" | "platform", readonly AppClient[]>> {
  const [marketplace, platform] = await Promise.all([
    directory.add(MARKETPLACE, TENANT_SCOPES),
    directory.add(PLATFORM, [...TENANT_SCOPES, ...OPS_SCOPES]),
  ]);
  return { marketplace, platform };
}

/** Gets each client a token. */
export async function getTokens(
  directory: Directory,
  clients: Record<"marketplace" | "platform", readonly AppClient[]>,
): Promise<Tokens> {
  const tokensOf = async (tenant: readonly AppClient[]) => {
    const tokens = tenant.map(async (client) => [client.cell, await directory.token(client)] as const);
    return new Map(await Promise.all(tokens));
  };
  const [marketplace, platform] = await Promise.all([tokensOf(clients.marketplace), tokensOf(clients.platform)]);
  return {
    marketplace: (cell) => marketplace.get(cell) ?? "",
    platform: (cell) => platform.get(cell) ?? "",
  };
}

/** The accounts of the demo. */
export interface Actors {
  /** One account that pays in each cell. */
  readonly debtors: readonly [Debtor, ...Debtor[]];
  readonly payees: readonly [AccountId, ...AccountId[]];
}

/** Opens a debtor, a settlement and a rails account and some payees in every cell; brings each debtor its money. */
export async function openAccounts(
  { cells }: Deployment,
  edge: EdgeClient,
  tokens: Tokens,
  funds: { readonly amount: bigint; readonly currency: string },
): Promise<Actors> {
  const opener = createOpener(edge, funds.currency);
  const perCell = ({ name: cell }: CellPlace) => openCell(cell, opener, edge, tokens, funds);
  const [first, ...others] = await Promise.all([perCell(cells[0]), ...cells.slice(1).map(perCell)]);
  if (first === undefined) throw new Error("The registry has no cell.");
  const opened = [first, ...others] as const;
  const [payee, ...payees] = opened.flatMap((cell) => cell.payees);
  if (payee === undefined) throw new Error("No payee was opened.");
  return { debtors: [first.debtor, ...others.map(({ debtor }) => debtor)], payees: [payee, ...payees] };
}

async function openCell(
  cell: string,
  open: Opener,
  edge: EdgeClient,
  tokens: Tokens,
  { amount, currency }: { readonly amount: bigint; readonly currency: string },
): Promise<{ readonly debtor: Debtor; readonly payees: readonly AccountId[] }> {
  const payee = (_: unknown, number: number) => open(cell, `payee-${number}`, "customer", tokens.marketplace(cell));
  const [settlement, account, , ...payees] = await Promise.all([
    open(cell, "settlement", "settlement", tokens.platform(cell)),
    open(cell, "debtor", "customer", tokens.marketplace(cell)),
    // By it payouts leave to other banks.
    open(cell, "rails", "rails", tokens.platform(cell)),
    ...Array.from({ length: PAYEES_PER_CELL }, payee),
  ]);
  const reply = await edge.send({
    method: "POST",
    path: `/v1/accounts/${settlement}/payments`,
    token: tokens.platform(cell),
    idempotencyKey: `demo-funding-${cell}`,
    body: { payee: account, amount: Number(amount), currency },
  });
  if (reply.status !== 201) throw refused(`Bringing ${formatMoney(amount, currency)} into cell ${cell}`, reply);
  return { debtor: { cell, account }, payees };
}

type Opener = (
  cell: string,
  name: string,
  kind: "customer" | "settlement" | "rails",
  token: string,
) => Promise<AccountId>;

function createOpener(edge: EdgeClient, currency: string): Opener {
  return async (cell, name, kind, token) => {
    const reply = await edge.send({
      method: "POST",
      path: "/v1/accounts",
      token,
      idempotencyKey: `demo-${name}-${cell}`,
      homeCell: cell,
      body: { currency, kind },
    });
    const id = parseAccountId(typeof reply.body["id"] === "string" ? reply.body["id"] : "");
    if (reply.status !== 201 || !id.ok) throw refused(`Opening the account ${name} in cell ${cell}`, reply);
    return id.value;
  };
}

import {
  BatchGetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { accountFingerprint, type Beneficiary } from "../domain/beneficiaries.ts";
import { toItem, type PaymentEntry } from "../domain/entries.ts";
import type { LedgerKey } from "../domain/keys.ts";
import { ATTEMPT_MS } from "../domain/lease.ts";
import { figureIn, type Item, type LedgerWrite } from "../domain/ledger-write.ts";
import { invariant } from "../domain/result.ts";
import { parseSanctionsList, type SanctionsList } from "../domain/sanctions.ts";
import { screenPayout, type ScreeningVerdict } from "../domain/screening.ts";
import {
  accessKey,
  beneficiaryKey,
  paidKey,
  rulesKey,
  SANCTIONS_KEY,
  screeningKey,
  velocityField,
  velocityKey,
} from "../domain/vault-keys.ts";
import { DEFAULT_VELOCITY, velocityDayOf, velocityRulesFrom } from "../domain/velocity.ts";
import type { Clock, Random } from "./clock.ts";
import type { DataKeys } from "./data-keys.ts";
import { decodeItem, encodeKey } from "./item-codec.ts";
import { reading } from "./reading.ts";
import { transactItems } from "./transact-items.ts";
import { markOf, sealedIn, unseal } from "./vault.ts";

/** A payout that was screened, and whom it pays. */
export interface Screened {
  readonly verdict: "clear" | "hit";
  /** The verdict was there already: whoever gave it may have gone on before it broke off. */
  readonly again: boolean;
  readonly beneficiary: Beneficiary;
}

/** Screens payouts against what the vault has, each once. */
export interface Screenings {
  /** Looks, judges, and keeps the verdict, the look and the account's figures in one write: all or nothing. */
  screen(payout: PaymentEntry): Promise<Screened>;
}

/** Another payout of the account may have been counted meanwhile, or the beneficiary be known: judged again. */
const ROUNDS_MAX = 5;
/** A list that is older is read again. */
const LIST_FRESH_MS = 60_000;

/** Screenings over the vault's table. */
export function createScreenings(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  keys: DataKeys,
  clock: Clock,
  random: Random,
): Screenings {
  let copy: { readonly list: SanctionsList; readonly at: number } | undefined;

  async function get(wanted: readonly LedgerKey[]): Promise<readonly (Item | undefined)[]> {
    const Keys = wanted.map(encodeKey);
    const input = { RequestItems: { [table]: { Keys, ConsistentRead: true } } };
    const reply = await reading((options) => client.send(new BatchGetItemCommand(input), options), clock, random);
    // Throttled: the saga tries again.
    invariant(Object.keys(reply.UnprocessedKeys ?? {}).length === 0, "the vault's table answers for a handful of keys");
    const found = (reply.Responses?.[table] ?? []).map(decodeItem);
    return wanted.map(({ pk, sk }) => found.find((item) => item["pk"] === pk && item["sk"] === sk));
  }

  async function look(payout: PaymentEntry) {
    const { id, source, tenant, at, request } = payout;
    const stale = copy === undefined || clock.monotonic() - copy.at > LIST_FRESH_MS;
    const own = [beneficiaryKey(id, request), velocityKey(source, velocityDayOf(at)), rulesKey(tenant)];
    const [kept, figures, rules, list] = await get(stale ? [...own, SANCTIONS_KEY] : own);
    if (stale) copy = { list: listFrom(list), at: clock.monotonic() };
    invariant(copy !== undefined, "a list was just read");
    return { kept, figures, rules: rules === undefined ? DEFAULT_VELOCITY : velocityRulesFrom(rules), list: copy.list };
  }

  return {
    async screen(payout) {
      let known = false;
      for (let round = 0; round < ROUNDS_MAX; round += 1) {
        const { kept, figures, rules, list } = await look(payout);
        const beneficiary = await unseal(sealedIn(kept), payout, keys);
        const today = {
          count: Number(figureIn(figures, "count")),
          amount: figureIn(figures, velocityField(payout.currency)),
          newBeneficiaries: Number(figureIn(figures, "new")),
          known,
        };
        const verdict = screenPayout(beneficiary, payout.amount, { list, rules, today });
        // Only a breach may have to do with it; else the write itself finds out.
        if (verdict.velocity.length > 0 && !known) {
          const [paid] = await get([paidKey(payout.source, accountFingerprint(beneficiary.account))]);
          known = paid !== undefined;
          if (known) continue;
        }
        const at = new Date(clock.now()).toISOString();
        const access = accessKey(payout.id, at, markOf(random));
        const refused = await refusedOf(client, table, clock, [
          { write: "put", key: screeningKey(payout.id), item: verdictItem(payout, verdict, at) },
          { write: "put", key: access, item: { purpose: "screening" } },
          ...(verdict.verdict === "clear" ? counted(payout, beneficiary, figures, known) : []),
        ]);
        if (refused === undefined) return { verdict: verdict.verdict, again: false, beneficiary };
        const before = refused.get(0)?.["verdict"];
        if (before === "clear" || before === "hit") return { verdict: before, again: true, beneficiary };
        if (refused.has(FIRST_PAID)) known = true;
      }
      throw new Error("Others count payouts of the same account all along.");
    },
  };
}

/** What was in the way of the write, by its place among them; nothing where it was made. */
async function refusedOf(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  clock: Clock,
  writes: readonly LedgerWrite[],
): Promise<ReadonlyMap<number, Item | undefined> | undefined> {
  try {
    const command = new TransactWriteItemsCommand({ TransactItems: transactItems(table, writes) });
    await client.send(command, { abortSignal: clock.deadline(ATTEMPT_MS) });
    return undefined;
  } catch (fault) {
    const reasons = fault instanceof TransactionCanceledException ? (fault.CancellationReasons ?? []) : [];
    const refused = reasons.flatMap(({ Code, Item }, index) =>
      Code === "ConditionalCheckFailed" ? [[index, Item && decodeItem(Item)] as const] : [],
    );
    if (refused.length === 0) throw fault;
    return new Map(refused);
  }
}

/** Where the mark of a first payment stands among the writes. */
const FIRST_PAID = 3;

function counted(
  { id, source, amount, currency, at }: PaymentEntry,
  { account }: Beneficiary,
  figures: Item | undefined,
  known: boolean,
): readonly LedgerWrite[] {
  const count = figures?.["count"];
  const asRead =
    typeof count === "bigint"
      ? ({ field: "count", is: "=", value: count } as const)
      : ({ field: "count", is: "absent" } as const);
  const figure: LedgerWrite = {
    write: "update",
    key: velocityKey(source, velocityDayOf(at)),
    require: [{ name: "unchanged", anyOf: [asRead] }],
    add: { count: 1n, [velocityField(currency)]: amount, ...(known ? {} : { new: 1n }) },
  };
  const first: LedgerWrite = { write: "put", key: paidKey(source, accountFingerprint(account)), item: { payout: id } };
  return known ? [figure] : [figure, first];
}

/** The payout's own item goes with it, so that a bank that calls back finds what to end. */
function verdictItem(payout: PaymentEntry, { verdict, list, sanctions, velocity }: ScreeningVerdict, at: string): Item {
  const breaches = velocity.map(({ rule, would, max }) => ({ rule, would, max }));
  const hits = sanctions.map((hit) =>
    "percent" in hit ? { ...hit, percent: BigInt(hit.percent) } : { rule: hit.rule, party: hit.party },
  );
  return { verdict, list, hits, breaches, at, payout: toItem(payout) };
}

function listFrom(item: Item | undefined): SanctionsList {
  const stored = item?.["list"];
  const list = parseSanctionsList(typeof stored === "string" ? JSON.parse(stored) : undefined);
  invariant(list.ok, "nothing is paid without a list of those who may not be paid");
  return list.value;
}

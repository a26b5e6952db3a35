import { fromItem, isBalanced } from "../../../../functions/domain/entries.ts";
import { writerOf } from "../../../../functions/domain/keys.ts";
import type { Item } from "../../../../functions/domain/ledger-write.ts";
import type { Cells } from "./cells.ts";

/** Everything that is wrong with the books of all cells once all has arrived; none is how it should be. */
export function faultsIn(cells: Cells): readonly string[] {
  const truth = cells.truth();
  const entries = truth
    .filter(({ key }) => key.pk.includes("#pay#"))
    .map(({ key, item }) => ({ writer: writerOf(key), key, entry: fromItem(item) }));
  const sums = new Map<string, bigint>();
  const names = new Map<string, bigint>();
  for (const { writer, entry } of entries) {
    for (const { account, amount } of entry.postings) {
      add(sums, `${writer}: ${account}`, amount);
      add(names, account, amount);
    }
  }
  const holds = new Map<string, bigint>();
  const limits = new Map<string, bigint>();
  const striped = new Map<string, bigint>();
  for (const { key, item } of truth) {
    if (key.sk.startsWith("hold#")) add(holds, key.pk, whole(item["remaining"]));
    if (key.sk.startsWith("stripe#")) add(striped, key.pk, whole(item["amount"]));
    if (key.sk === "account") limits.set(key.pk, whole(item["overdraftLimit"]));
  }
  const faults = entries
    .filter(({ entry }) => !isBalanced(entry.postings))
    .map(({ key }) => `${key.pk} ${key.sk} is unbalanced`);
  const expect = (what: string, is: bigint, shouldBe: bigint) => {
    if (is !== shouldBe) faults.push(`${what} is ${is}, not ${shouldBe}`);
  };
  const pairs = new Map<string, bigint>();
  let money = 0n;
  for (const { key, item } of truth) {
    const [writer = "", space, subject = ""] = key.pk.split("#");
    if (space === "transit") {
      expect(key.pk, whole(item["net_EUR"]), sums.get(`${writer}: ${key.pk}`) ?? 0n);
      add(pairs, [writer, subject].sort().join("+"), whole(item["net_EUR"]));
    }
    if (space !== "acct" || key.sk !== "balance") continue;
    const held = holds.get(key.pk) ?? 0n;
    if (item["net"] !== undefined) {
      expect(`net of ${key.pk} less holds`, whole(item["net"]) + held, sums.get(`${writer}: ${key.pk}`) ?? 0n);
      expect(`what all cells book on ${key.pk}`, names.get(key.pk) ?? 0n, 0n);
      const home = truth.find((other) => other.key.sk === "balance" && other.key.pk === `eu#acct#${subject}`);
      expect(`absorbed of ${key.pk}`, whole(home?.item[`absorbed_${writer}`]), whole(item["net"]));
      continue;
    }
    const posted = whole(item["posted"]);
    money += posted + (striped.get(key.pk) ?? 0n);
    expect(`posted of ${key.pk}`, posted + (striped.get(key.pk) ?? 0n), sums.get(`${writer}: ${subject}`) ?? 0n);
    expect(`held of ${key.pk}`, whole(item["held"]), held);
    const limit = limits.get(key.pk) ?? 0n;
    expect(`available of ${key.pk}`, whole(item["available"]), posted - held + limit);
  }
  for (const [pair, net] of pairs) expect(`what is in flight between ${pair}`, net, 0n);
  expect("all money there is", money, 0n);
  return [...faults, ...openIn(truth), ...uneven(truth)];
}

/** What still waits for something, though everything has arrived. */
function openIn(truth: ReturnType<Cells["truth"]>): readonly string[] {
  return truth.flatMap(({ key, item }) => {
    if (key.sk.startsWith("hold#")) return [];
    const waits = item["due"] !== undefined;
    const undecided = item["state"] === "processing" || item["state"] === "queued";
    return waits || undecided ? [`${key.pk} ${key.sk} is ${text(item["state"])}, due in ${text(item["due"])}`] : [];
  });
}

/** Shards whose tally is not what the fence has counted. */
function uneven(truth: ReturnType<Cells["truth"]>): readonly string[] {
  const tallies = new Map(truth.filter(({ key }) => key.sk === "tally").map(({ key, item }) => [key.pk, item]));
  return truth.flatMap(({ key, item }) => {
    if (key.sk !== "fence") return [];
    const [standIn, , home, epoch, shard] = key.pk.split("#");
    const tally: Item = tallies.get(`${home}#standin#${standIn}#${epoch}#${shard}`) ?? {};
    const same = whole(item["count"]) === whole(tally["count"]) && whole(item["digest"]) === whole(tally["digest"]);
    return same ? [] : [`${key.pk} has counted ${whole(item["count"])}, the home ${whole(tally["count"])}`];
  });
}

/** A stored text or number, to be read by people. */
export function text(value: unknown): string {
  return typeof value === "string" || typeof value === "bigint" ? `${value}` : "nothing";
}

/** A stored number; nothing stored is zero. */
function whole(value: unknown): bigint {
  return typeof value === "bigint" ? value : 0n;
}

function add(sums: Map<string, bigint>, name: string, amount: bigint): void {
  sums.set(name, (sums.get(name) ?? 0n) + amount);
}

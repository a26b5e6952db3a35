import type { Entry } from "../../functions/domain/entries.ts";
import type { Breach, Checker } from "./checker.ts";
import { nameOf, subjectOf, type JournalEntry } from "./ledger-view.ts";

/** What a client is answered is rendered from the entry's own fields, what the money does from its postings. */
export const entriesSayWhatTheyBook: Checker = {
  name: "entries-say-what-they-book",
  claim: "Every entry books the amount that it names, under its own name, and is in a state that its kind knows.",
  holds: "always",
  harm: "imbalanced",
  check: ({ journal }) => journal.flatMap(wrongIn),
};

/** The states that an entry can be in, by its kind; those of an authorization apart. */
const STATES = {
  automatic: ["completed", "processing", "returned", "reversed", "declined"],
  manual: ["authorized", "captured", "voided", "expired", "reversed", "declined"],
  operation: ["queued", "completed", "processing", "returned", "refused", "reversed", "declined"],
} as const;

function wrongIn(recorded: JournalEntry): readonly Breach[] {
  const { entry, stored } = recorded;
  const name = nameOf(stored.key);
  const faults = [...misnamed(recorded), ...misbooked(entry), ...misstated(entry)];
  return faults.map((fault) => ({ fault: `${name} ${fault}`, items: [stored] }));
}

function misnamed({ entry, stored: { key } }: JournalEntry): readonly string[] {
  const payment = entry.kind === "payment" ? entry.id : entry.payment;
  if (payment !== subjectOf(key)) return [`says that it is about ${payment}.`];
  if (entry.kind === "payment" || entry.kind === "half" || key.sk === `op#${entry.id}`) return [];
  return [`says that it is ${entry.id}.`];
}

function misbooked({ postings, amount, ...entry }: Entry): readonly string[] {
  const booked = postings.reduce((sum, posting) => (posting.amount > 0n ? sum + posting.amount : sum), 0n);
  if (postings.length > 0 && booked !== amount) return [`books ${booked}, but names ${amount}.`];
  const isWhole = entry.kind === "payment" && entry.capture === "automatic" && entry.state !== "declined";
  if (!isWhole || entry.captured === amount) return [];
  return [`was captured at once, but names ${entry.captured} of ${amount}.`];
}

function misstated(entry: Entry): readonly string[] {
  if (entry.kind === "half") return [];
  const known: readonly string[] = STATES[entry.kind === "payment" ? entry.capture : "operation"];
  return known.includes(entry.state) ? [] : [`is ${entry.state}, as none of its kind ever is.`];
}

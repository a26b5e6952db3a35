import { describe, expect, it } from "vitest";
import { viewLedger } from "../../../../drills/checkers/ledger-view.ts";
import { checkUploads } from "../../../../drills/checkers/uploads.ts";
import type { SeenFile, SeenLine, SeenUpload } from "../../../../drills/checkers/uploads/upload-run.ts";
import { createLedger, names, payment } from "./states.ts";

const paid = (id: string): SeenLine => ({ status: "completed", payment: id });
const rejected: SeenLine = { status: "rejected", payment: null, code: "misdirected" };

const upload = (lines: readonly SeenLine[], more: Partial<SeenUpload> = {}): SeenUpload => ({
  id: "upl_eu_1",
  brought: true,
  state: "completed",
  refusal: undefined,
  lines,
  ...more,
});

const [FIRST, SECOND, DECLINED, EXTRA] = [1, 2, 3, 4].map((number) => payment("eu", 10 + number)) as [
  // As many as there are numbers.
  ReturnType<typeof payment>,
  ReturnType<typeof payment>,
  ReturnType<typeof payment>,
  ReturnType<typeof payment>,
];

/** A file of three lines, the last of which is beyond what the account has, and the ledger that has paid it. */
const file = (...uploads: readonly SeenUpload[]): SeenFile => ({
  messageId: "file-0",
  debtor: names.payer,
  lines: [
    { payee: names.neighbour, amount: 30 },
    { payee: names.abroad, amount: 40 },
    { payee: names.neighbour, amount: 9_999 },
  ],
  uploads,
});
const lines: readonly SeenLine[] = [
  paid(FIRST),
  { status: "processing", payment: SECOND },
  { status: "declined", payment: DECLINED },
];

function ledgerWith(more: "nothing" | "a payment more"): ReturnType<typeof viewLedger> {
  const ledger = createLedger();
  for (const id of [names.settlement, names.payer, names.neighbour, names.abroad]) {
    ledger.open(id, id === names.settlement ? "settlement" : "customer");
  }
  ledger.pay(names.funding, names.settlement, names.payer, 1_000n);
  ledger.pay(FIRST, names.payer, names.neighbour, 30n);
  ledger.pay(SECOND, names.payer, names.abroad, 40n);
  ledger.decline(DECLINED, names.payer, names.neighbour, 9_999n);
  if (more === "a payment more") ledger.pay(EXTRA, names.payer, names.neighbour, 30n);
  return viewLedger(ledger.state());
}

/** What is found, by checker. */
function found(seen: SeenFile, more: "nothing" | "a payment more" = "nothing") {
  const findings = checkUploads({ files: [seen] }, ledgerWith(more)).filter(({ breaches }) => breaches.length > 0);
  return Object.fromEntries(
    findings.map(({ checker, breaches }) => [checker.name, breaches.map(({ fault }) => fault)]),
  );
}

describe("uploaded files are sound", () => {
  it.each<readonly [about: string, seen: SeenFile]>([
    ["when each line is as it is told", file(upload(lines))],
    ["when two uploads tell of the same payments", file(upload(lines), upload(lines, { id: "upl_us_1" }))],
    [
      "when one that nobody brought still waits",
      file(upload(lines), upload([], { brought: false, state: "awaiting_upload" })),
    ],
    [
      "when a stand-in's time was over before it was read, and it came by another upload",
      file(upload([], { id: "upl_us_1", state: "refused", refusal: "misdirected" }), upload(lines)),
    ],
    [
      "when a line that a stand-in's upload leaves to another is told as refused by it",
      file(upload([rejected, ...lines.slice(1)], { id: "upl_us_1" }), upload(lines)),
    ],
  ])("%s", (_, seen) => {
    expect(found(seen)).toEqual({});
  });
});

describe("what is wrong with uploaded files is named", () => {
  const [completed, are, once] = [
    "upload-files-are-completed",
    "upload-lines-are-payments",
    "upload-lines-are-paid-once",
  ];
  it.each<readonly [about: string, seen: SeenFile, names: readonly string[]]>([
    ["a file that is never read", file(upload(lines), upload([], { state: "awaiting_upload" })), [completed]],
    ["a file that is never done", file(upload(lines, { state: "running" })), [completed]],
    [
      "a file that is refused for nothing",
      file(upload(lines), upload([], { state: "refused", refusal: "not_found" })),
      [completed],
    ],
    [
      "a file that its own home sends elsewhere",
      file(upload(lines), upload([], { state: "refused", refusal: "misdirected" })),
      [completed],
    ],
    [
      "a line that its own home sends elsewhere",
      file(upload([...lines.slice(0, 2), rejected]), upload(lines)),
      [completed],
    ],
    [
      "a line that is rejected for nothing",
      file(upload([...lines.slice(0, 2), { ...rejected, code: "iban_checksum_wrong" }], { id: "upl_us_1" })),
      [completed],
    ],
    ["a line that is left out", file(upload(lines.slice(0, 2))), [completed]],
    ["a line without an end", file(upload([...lines.slice(0, 2), { status: "retry", payment: null }])), [completed]],
    ["a line that is told as paid and is not", file(upload([...lines.slice(0, 2), paid(DECLINED)])), [are]],
    ["a line that pays somebody else", file(upload([paid(SECOND), paid(FIRST), ...lines.slice(2)])), [are]],
    [
      "a line that is told as refused and is paid",
      file(upload([{ status: "declined", payment: FIRST }, ...lines.slice(1)])),
      [are, once],
    ],
    ["a payment that two lines claim", file(upload([paid(FIRST), paid(SECOND), paid(FIRST)])), [are, once]],
  ])("%s", (_, seen, checkers) => {
    expect(Object.keys(found(seen))).toEqual(checkers);
  });

  it("a line that two uploads have paid", () => {
    const again = upload([paid(EXTRA), ...lines.slice(1)], { id: "upl_us_1" });
    expect(found(file(upload(lines), again), "a payment more")).toEqual({
      [once]: [`Line 0 of file-0 is ${FIRST} and ${EXTRA}.`],
    });
  });

  it("a payment that no line names", () => {
    expect(found(file(upload(lines)), "a payment more")).toEqual({
      [once]: [`${names.payer} has paid 30 as ${EXTRA}, which no line names.`],
    });
  });
});

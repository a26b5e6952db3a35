import { viewLedger } from "../checkers/ledger-view.ts";
import type { Target } from "../targets/target.ts";
import type { AskedFile } from "./file-load.ts";

/** How some payment files of a home stand. */
export interface UploadsSeen {
  /** Files that were brought. */
  readonly brought: number;
  /** Of these: nobody has looked at them yet; nothing of them was paid, and why was said; every line has its end. */
  readonly awaited: number;
  readonly refused: number;
  readonly completed: number;
  /** The lines of the completed, and those of them whose status says that they are paid. */
  readonly lines: number;
  readonly paid: number;
  /** Lines of the completed of which the ledger has not exactly one payment, as the file says. */
  readonly wrong: number;
  /** Payments from the files' accounts that no line of any file names, however long ago they were asked for. */
  readonly unnamed: number;
}

const PATIENCE_MS = 5_000;
/** What was booked a moment ago may not stand in its file's lines yet. */
const NOTED_MS = 60_000;

/** A payment as the ledger has it, or as a line says. */
interface Payment {
  readonly what: string;
  readonly at: number;
}

/** What tenants read about files, line by line, beside what the ledger has paid; `isMeant`: those that count. */
export async function uploadsSeen(
  files: readonly AskedFile[],
  isMeant: (file: AskedFile) => boolean,
  target: Pick<Target, "send" | "ledger" | "clock">,
): Promise<UploadsSeen> {
  const seen = { brought: 0, awaited: 0, refused: 0, completed: 0, lines: 0, paid: 0, wrong: 0 };
  const before = target.clock.now() - NOTED_MS;
  const booked = await paymentsFrom(new Set(files.map(({ debtor }) => debtor)), target);
  const named = new Set<string>();
  for (const file of files) {
    if (file.upload === undefined) continue;
    const state = String((await read(file, "", target))["state"]);
    // The API's own form; no file has more lines than one page.
    const answers = state === "completed" ? ((await read(file, "/lines", target))["data"] as readonly LineRead[]) : [];
    for (const { payment } of answers) named.add(payment ?? "");
    if (!isMeant(file)) continue;
    seen.brought += 1;
    if (state === "awaiting_upload") seen.awaited += 1;
    if (state === "refused") seen.refused += 1;
    if (state !== "completed") continue;
    seen.completed += 1;
    seen.lines += file.lines.length;
    seen.paid += answers.filter(({ status }) => status === "completed" || status === "processing").length;
    seen.wrong += file.lines.filter(({ payee, amount }, index) => {
      const payments = booked.get(answers[index]?.payment ?? "") ?? [];
      return payments.length !== 1 || payments[0]?.what !== `${payee} ${amount}`;
    }).length;
  }
  const unnamed = [...booked].filter(([id, payments]) => !named.has(id) && payments.some(({ at }) => at < before));
  return { ...seen, unnamed: unnamed.length };
}

interface LineRead {
  readonly status: string;
  readonly payment: string | null;
}

/** What the ledger has paid from some accounts, by the payments' ids: each as often as it was booked. */
async function paymentsFrom(
  accounts: ReadonlySet<string>,
  target: Pick<Target, "ledger">,
): Promise<ReadonlyMap<string, readonly Payment[]>> {
  const booked = new Map<string, readonly Payment[]>();
  for (const { entry } of viewLedger(await target.ledger()).journal) {
    if (entry.kind !== "payment" || entry.state === "declined" || !accounts.has(entry.source)) continue;
    const payment = { what: `${entry.payee} ${entry.amount}`, at: Number(entry.at) };
    booked.set(entry.id, [...(booked.get(entry.id) ?? []), payment]);
  }
  return booked;
}

async function read(
  { home, debtor, upload }: AskedFile,
  below: string,
  { send }: Pick<Target, "send">,
): Promise<Readonly<Record<string, unknown>>> {
  const path = `/v1/accounts/${debtor}/payment_uploads/${upload}${below}`;
  const answer = await send({ method: "GET", path, as: "tenant", issuer: home }, PATIENCE_MS);
  if (answer?.status !== 200) throw new Error(`The upload ${upload} cannot be read: ${answer?.status ?? "no answer"}.`);
  return answer.body;
}

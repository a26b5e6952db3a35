import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { UserError } from "../../local/core/errors.ts";
import type { CliContext } from "../context.ts";
import type { ShownKey } from "../payouts/bank-keys.ts";

interface Options {
  readonly stage?: string;
  readonly json?: true;
  readonly to?: string;
  readonly bankHas?: string;
  readonly drop?: string;
  readonly keepOldFor?: string;
}

const DAY_MS = 86_400_000;
/** A bank's calls back may be days on their way through its own queues. */
const KEEP_DAYS = 7;

/** `cells payouts rotate-key`: the key shared with a cell's bank, from pending to current to gone. */
export function declareRotateKey(payouts: Command, context: CliContext): void {
  payouts
    .command("rotate-key")
    .description("show the keys shared with a cell's bank; make the next one, and use it once the bank has it")
    .argument("<cell>", "whose bank")
    .option("--to <file>", "make the next key, and write it into this new file, for the bank: it is pending until then")
    .option("--bank-has <id>", "the bank has said that it accepts this pending key: sign with it from now on")
    .option("--keep-old-for <days>", `accept the old key for so long (default: ${KEEP_DAYS})`)
    .option("--drop <id>", "forget a pending key")
    .option("--stage <stage>", "a deployed stage, by the AWS credentials at hand (default: the running local cloud)")
    .option("--json", "print one JSON object instead")
    .action((cell: string, options: Options) => rotate(cell, options, context));
}

async function rotate(cell: string, options: Options, context: CliContext): Promise<void> {
  const { connectBankSecret } = await import("../payouts/bank-secret.ts");
  const { shownKeys } = await import("../payouts/bank-keys.ts");
  const secret = await connectBankSecret(cell, options.stage, context);
  const now = context.clock.now();
  const before = await secret.read();
  const after = await changed(before, options, now);
  if (after !== undefined) await secret.write(after);
  const keys = shownKeys(after ?? before, now);
  if (options.json === true) return context.out(JSON.stringify({ cell, keys }));
  for (const key of keys) context.out(lineOf(key));
  if (keys.length === 0) context.out(`Cell ${cell} shares no key with its bank yet: --to FILE makes the first.`);
  if (options.to !== undefined) context.out(`Give ${options.to} to the bank, and delete it.`);
}

/** What becomes of the secret; undefined where nothing does. */
async function changed(text: string | undefined, options: Options, now: number): Promise<string | undefined> {
  const { to, bankHas, drop, keepOldFor } = options;
  if ([to, bankHas, drop].filter((one) => one !== undefined).length > 1) {
    throw new UserError("One thing at a time: --to, --bank-has or --drop.");
  }
  const { withCurrent, withoutPending, withPending } = await import("../payouts/bank-keys.ts");
  if (drop !== undefined) return withoutPending(text, drop, now);
  if (bankHas !== undefined) return withCurrent(text, bankHas, now, daysOf(keepOldFor) * DAY_MS);
  if (to === undefined) return undefined;
  const { randomBytes } = await import("node:crypto");
  const key = {
    id: `${new Date(now).toISOString().slice(0, 10)}-${randomBytes(2).toString("hex")}`,
    secret: randomBytes(32),
  };
  const next = withPending(text, key, now);
  const file = JSON.stringify({ id: key.id, secret: key.secret.toString("base64") });
  await writeFile(to, `${file}\n`, { flag: "wx", mode: 0o600 }).catch((fault: unknown) => {
    throw new UserError(`The file ${to} cannot be made: nothing was done.`, { cause: fault });
  });
  return next;
}

function daysOf(text: string | undefined): number {
  const days = Number(text ?? KEEP_DAYS);
  if (Number.isFinite(days) && days > 0 && days <= 90) return days;
  throw new UserError("--keep-old-for takes days, up to 90.");
}

function lineOf({ id, role, until }: ShownKey): string {
  return until === undefined ? `${id}  ${role}` : `${id}  ${role} until ${new Date(until).toISOString()}`;
}

import { paymentFile } from "../simulation/payment-file.ts";
import type { PutFile, Target } from "../targets/target.ts";
import type { Client, Patience } from "./client.ts";

/** A payment file that a client uploads. */
export interface AskedFile {
  readonly home: string;
  /** An account of its home that pays nothing but files. */
  readonly debtor: string;
  readonly lines: readonly { readonly payee: string; readonly amount: number }[];
  /** Milliseconds of the target's clock. */
  readonly askedAt: number;
  /** The upload's id, once the file is brought. */
  upload?: string;
}

/** Clients who upload payment files. */
export interface FileLoad {
  readonly files: readonly AskedFile[];
  /** Says from which account files of a home pay, and whom. */
  payFrom(home: string, debtor: string, payees: readonly string[]): void;
  /** Brings another file of a home's, until S3 has it or the client's patience is over. */
  bring(home: string, patience: Patience): Promise<void>;
}

const LINES_MAX = 12;
const AMOUNT_MAX = 500;
const PUT_MS = 5_000;
const PAUSE_MS = 1_000;

/** Clients who have not brought any file yet. */
export function createFileLoad(target: Target, client: Client): FileLoad {
  const { clock, random, run } = target;
  const files: AskedFile[] = [];
  const accounts = new Map<string, { readonly debtor: string; readonly payees: readonly string[] }>();

  function draw(home: string): AskedFile {
    const { debtor, payees } = accounts.get(home) ?? { debtor: "", payees: [] };
    const lines = Array.from({ length: 1 + Math.floor(random() * LINES_MAX) }, () => ({
      payee: payees[Math.floor(random() * payees.length)] ?? "",
      amount: 1 + Math.floor(random() * AMOUNT_MAX),
    }));
    return { home, debtor, lines, askedAt: clock.now() };
  }

  /** S3 refuses a second file under the same name: then the first one is there. */
  async function isThere(file: PutFile): Promise<boolean> {
    if (target.put === undefined) throw new Error(`Nobody uploads files on the target ${target.name}.`);
    const status = await target.put(file, PUT_MS);
    return status === 200 || status === 412;
  }

  return {
    files,
    payFrom: (home, debtor, payees) => void accounts.set(home, { debtor, payees }),
    async bring(home, patience) {
      const file = draw(home);
      const name = `${run}-file-${files.push(file)}`;
      const path = `/v1/accounts/${file.debtor}/payment_uploads`;
      const asked = { method: "POST", path, as: "tenant", issuer: home, idempotencyKey: name, body: {} } as const;
      const { answer } = await client.ask(asked, patience);
      if (answer?.status !== 201) return;
      const { id, upload_url: url, upload_headers: headers } = answer.body;
      // The API's own form.
      const named = headers as Readonly<Record<string, string>>;
      const brought = { url: String(url), headers: named, body: paymentFile(name, file.lines) };
      const until = clock.monotonic() + patience.giveUpMs;
      while (!(await isThere(brought))) {
        if (clock.monotonic() > until) return;
        await clock.sleep(PAUSE_MS);
      }
      file.upload = String(id);
    },
  };
}

import {
  cellIn,
  type SeenFile,
  type SeenLine,
  type SeenUpload,
  type UploadRun,
} from "../checkers/uploads/upload-run.ts";
import { createTenantRequests, type Asker, type Body, type TenantRequestsOptions } from "./tenant-requests.ts";
import { createBringing, type BroughtFile } from "./bringing.ts";
import type { Uploads } from "./uploads.ts";
import { FILES_OVERDRAFT } from "./uploads-plan.ts";

/** Tenants who bring payment files, each by an URL of its own, and look what became of them. */
export interface Uploaders {
  /** Opens an account for each file. */
  open(): Promise<void>;
  /** Has every file brought in its time, from now on. */
  begin(): void;
  /** Whether everything is brought that anybody means to bring. */
  isDone(): boolean;
  /** Asks the API what became of every upload. */
  look(): Promise<void>;
  /** What was seen when somebody looked last. */
  run(): UploadRun;
}

type File = BroughtFile & {
  /** What was told of its uploads when somebody looked last. */
  seen: readonly SeenUpload[];
};

/** Tenants who have not brought any file yet. */
export function createUploaders(uploads: Uploads, options: TenantRequestsOptions): Uploaders {
  const { kernel } = options;
  const ask = createTenantRequests(options);
  const bring = createBringing(uploads, ask, kernel);
  const underWay = new Set<Promise<void>>();
  const files = uploads.plan.files.map((plan, index): File => {
    const asker: Asker = { client: index % 2 === 0 ? "shop-client" : "other-client", home: plan.home };
    return { plan, asker, messageId: `file-${index}`, debtor: "", lines: [], uploads: new Map(), seen: [] };
  });

  async function open(file: File): Promise<void> {
    const body = { currency: "EUR", overdraft_limit: FILES_OVERDRAFT };
    const asked = { method: "POST", path: "/v1/accounts", key: `open-${file.messageId}`, body } as const;
    file.debtor = String((await ask(file.asker, asked, () => undefined))["id"]);
  }

  return {
    async open() {
      await Promise.all(files.map(open));
      for (const { plan, lines } of files) {
        for (const { payee, amount } of plan.lines) {
          lines.push({ payee: files[payee % files.length]?.debtor ?? "", amount });
        }
      }
    },
    begin() {
      for (const file of files) {
        kernel.after(file.plan.at, () => {
          // The clock that calls it keeps the fault of what it returns.
          const work = bring(file).finally(() => underWay.delete(work));
          underWay.add(work);
          return work;
        });
      }
    },
    isDone: () => underWay.size === 0,
    async look() {
      for (const file of files) {
        const seen: SeenUpload[] = [];
        for (const [id, { brought }] of file.uploads) seen.push({ id, brought, ...(await lookAt(id, file, ask)) });
        file.seen = seen;
      }
    },
    run: () => ({ files: files.map(seenOf) }),
  };
}

function seenOf({ messageId, debtor, lines, seen }: File): SeenFile {
  return { messageId, debtor, lines, uploads: seen };
}

/** What the API tells of an upload. */
async function lookAt(
  id: string,
  { asker, debtor }: File,
  ask: ReturnType<typeof createTenantRequests>,
): Promise<Pick<SeenUpload, "state" | "refusal" | "lines">> {
  const path = `/v1/accounts/${debtor}/payment_uploads/${id}`;
  // An upload stays in the cell that gave its URL.
  const get = (more: string) => ask(asker, { method: "GET", path: `${path}${more}` }, () => cellIn(id));
  const { state, refusal } = await get("");
  // The API's own form.
  const code = (refusal as { readonly code: string } | undefined)?.code;
  const lines: SeenLine[] = [];
  for (let query: string | undefined = ""; query !== undefined;) {
    const page: Body = await get(`/lines${query}`);
    // The API's own form.
    lines.push(...(page["data"] as readonly SeenLine[]));
    const next = page["next_cursor"];
    query = typeof next === "string" ? `?cursor=${encodeURIComponent(next)}` : undefined;
  }
  return { state: String(state), refusal: code, lines };
}

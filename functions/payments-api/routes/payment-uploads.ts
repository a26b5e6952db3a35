import { Hono } from "hono";
import { homeOf, parseAccountId, parseUploadId, uploadIdOf, type UploadId } from "../../domain/ids.ts";
import {
  decidedOf,
  UPLOAD_BYTES_MAX,
  UPLOAD_URL_SECONDS,
  type LineAnswer,
  type LineCounts,
  type PaymentUpload,
} from "../../domain/payment-uploads.ts";
import { UPLOAD_HEADERS } from "../../stores/upload-url.ts";
import { readAccount } from "../actions/accounts.ts";
import { markReplay, scoped, type AppEnv } from "../context.ts";
import { capacityOver, misdirected, type Deps } from "../deps.ts";
import { renderLines, type Body } from "../render.ts";
import { afterCursor, cursorOf, idempotencyKey, jsonBody, notFound, pathId } from "../requests.ts";
import { emptyBody } from "../schemas.ts";

const ROUTE = "/v1/accounts/{id}/payment_uploads";

/** Payment files that are too large for a body: where they are put, and what became of them. */
export function accountUploadRoutes(deps: Deps) {
  const { stores, clock, env } = deps;
  return new Hono<AppEnv>()
    .post("/:id/payment_uploads", scoped("payments/write"), async (c) => {
      const { tenant, scopes } = c.get("principal");
      const debtor = await pathId(c, parseAccountId, stores.control);
      await jsonBody(c, emptyBody);
      const key = idempotencyKey(c);
      // What cannot pay now takes no file either.
      const { standing } = await capacityOver(homeOf(debtor), deps);
      await readAccount(debtor, tenant, deps);
      const id = uploadIdOf(env.cell, { tenant, method: "POST", route: ROUTE, resource: debtor, key });
      const moves = scopes.has("ops/write") ? "any" : "own";
      const asked = {
        id,
        tenant,
        debtor,
        moves,
        at: BigInt(clock.now()),
        epoch: standing.epoch,
        state: { is: "awaiting_upload" },
      } as const;
      const before = await stores.uploads.put(asked);
      markReplay(c, before !== undefined);
      return c.json(await renderUpload(before ?? asked, deps), 201);
    })
    .get("/:id/payment_uploads/:upload", scoped("payments/read"), async (c) => {
      const debtor = await pathId(c, parseAccountId, stores.control);
      const upload = await ownUpload(c.req.param("upload"), debtor, c.get("principal").tenant, deps);
      return c.json(await renderUpload(upload, deps));
    })
    .get("/:id/payment_uploads/:upload/lines", scoped("payments/read"), async (c) => {
      const debtor = await pathId(c, parseAccountId, stores.control);
      const { id, state } = await ownUpload(c.req.param("upload"), debtor, c.get("principal").tenant, deps);
      const listing = ["upload lines", id];
      const { after } = afterCursor(c, listing);
      const page = await stores.uploads.page(id, after === undefined ? undefined : Number(after));
      const answers: readonly LineAnswer[] = page?.answers ?? [];
      const seen = (answers.at(-1)?.index ?? -1) + 1;
      const more = page !== undefined && (state.is !== "running" || seen < state.lines);
      const next = more ? cursorOf(`${page.part}`, listing) : null;
      return c.json({ data: renderLines(answers), has_more: more, next_cursor: next });
    });
}

async function ownUpload(text: string, debtor: string, tenant: string, deps: Deps): Promise<PaymentUpload> {
  const { stores, env } = deps;
  const id = parseUploadId(text);
  if (!id.ok) throw notFound();
  const cell = homeOf(id.value);
  // An upload stays in the cell that gave its URL, whoever serves the account now.
  if (cell !== env.cell && (await stores.control.knows(cell))) throw misdirected(cell);
  const upload = await stores.uploads.get(id.value);
  if (upload === undefined || upload.debtor !== debtor || upload.tenant !== tenant) throw notFound();
  return upload;
}

async function renderUpload({ id, debtor, at, state }: PaymentUpload, { stores }: Deps): Promise<Body> {
  const common = { object: "payment_upload", id, debtor, bytes_max: UPLOAD_BYTES_MAX };
  switch (state.is) {
    case "awaiting_upload":
      return { ...common, state: state.is, ...(await wayOf(id, at, stores.uploads)) };
    case "checking":
      return { ...common, state: state.is };
    case "refused": {
      const { code, detail, errors } = state.refusal;
      return { ...common, state: state.is, refusal: { code, detail, ...(errors.length > 0 ? { errors } : {}) } };
    }
    case "running": {
      const { batch, messageId, lines } = state;
      const counts = await stores.uploads.counts(id);
      const over = decidedOf(counts) === lines;
      const told = {
        batch,
        message_id: messageId,
        counts: { total: lines, ...counts, waiting: waiting(lines, counts) },
      };
      return { ...common, state: over ? "completed" : "running", ...told };
    }
  }
}

async function wayOf(id: UploadId, at: bigint, uploads: Deps["stores"]["uploads"]): Promise<Body> {
  return {
    upload_url: await uploads.urlOf(id, at),
    upload_method: "PUT",
    upload_headers: UPLOAD_HEADERS,
    expires_at: new Date(Number(at) + UPLOAD_URL_SECONDS * 1000).toISOString(),
  };
}

function waiting(lines: number, counts: LineCounts): number {
  return lines - decidedOf(counts) - counts.retry;
}

import * as v from "valibot";
import { lengthPrefixedHash, type AccountId } from "../../functions/domain/ids.ts";
import { UserError } from "../../local/core/errors.ts";
import type { Connection } from "../connection.ts";
import type { CliContext } from "../context.ts";
import type { EdgeReply } from "../edge-client.ts";
import { refused } from "../problem.ts";
import { createProgress, type Progress } from "../progress.ts";

const lineForm = v.object({
  index: v.number(),
  end_to_end_id: v.string(),
  payment: v.nullable(v.string()),
  status: v.string(),
  code: v.optional(v.string()),
});

const uploadForm = v.looseObject({
  id: v.string(),
  state: v.string(),
  upload_url: v.optional(v.string()),
  upload_headers: v.optional(v.record(v.string(), v.string())),
  message_id: v.optional(v.string()),
  batch: v.optional(v.string()),
  counts: v.optional(v.record(v.string(), v.number())),
  refusal: v.optional(
    v.object({
      code: v.string(),
      detail: v.string(),
      errors: v.optional(v.array(v.object({ field: v.string(), message: v.string() }))),
    }),
  ),
});

const pageForm = v.object({ data: v.array(lineForm), has_more: v.boolean(), next_cursor: v.nullable(v.string()) });

type Upload = v.InferOutput<typeof uploadForm>;

/** A file that was paid by upload, in the form in which the API answers a file sent as a body. */
export interface UploadedBatch {
  readonly id: string;
  readonly message_id: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly lines: readonly v.InferOutput<typeof lineForm>[];
}

const LOOK_EVERY_MS = 500;
/** Lines that are not decided are tried again after pauses of up to five minutes. */
const STILL_MS_MAX = 360_000;

/** Brings a file by an upload, waits until every line is decided, and tells what became of them. */
export async function payByUpload(
  file: { readonly name: string; readonly xml: string },
  debtor: AccountId,
  token: string,
  { edge }: Pick<Connection, "edge">,
  context: CliContext,
): Promise<UploadedBatch> {
  const path = `/v1/accounts/${debtor}/payment_uploads`;
  // A URL of its own for every run: that nothing is paid twice, the file's message id sees to.
  const idempotencyKey = `upload-${lengthPrefixedHash([file.xml, `${context.clock.now()}`, `${context.random()}`])}`;
  const asked = await edge.send({ method: "POST", path, token, idempotencyKey, body: {} });
  const given = parsed(asked, 201, "Asking for an upload");
  await put(file, given);
  const get = (below: string) => edge.send({ method: "GET", path: `${path}/${given.id}${below}`, token });
  const { message_id: messageId = "", batch = "", counts = {} } = await settled(file.name, get, context);
  const lines: v.InferOutput<typeof lineForm>[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const reply = await get(`/lines${cursor === "" ? "" : `?cursor=${cursor}`}`);
    if (reply.status !== 200) throw refused("Reading the lines", reply);
    const page = v.parse(pageForm, reply.body);
    lines.push(...page.data);
    cursor = page.has_more ? page.next_cursor : null;
  }
  return { id: batch, message_id: messageId, counts, lines };
}

async function put(file: { readonly name: string; readonly xml: string }, upload: Upload): Promise<void> {
  const { upload_url: url = "", upload_headers: headers = {} } = upload;
  const reply = await fetch(url, { method: "PUT", headers, body: file.xml });
  const text = await reply.text();
  // What is there already came by this very URL, the reply to it being lost.
  if (reply.ok || reply.status === 412) return;
  const [, code = ""] = /<Code>([^<]*)</.exec(text) ?? [];
  throw new UserError(`Putting ${file.name}: S3 answers ${reply.status} ${code}`);
}

async function settled(name: string, get: (below: string) => Promise<EdgeReply>, context: CliContext): Promise<Upload> {
  let progress: Progress | undefined;
  let [seen, since] = [0, context.clock.monotonic()];
  try {
    for (;;) {
      const upload = parsed(await get(""), 200, "Reading the upload");
      if (upload.state === "refused") throw notTaken(name, upload);
      if (upload.state === "completed") return upload;
      const { total = 0, waiting = total, retry = 0 } = upload.counts ?? {};
      const done = total - waiting - retry;
      if (total > 0) progress ??= createProgress(context, "lines", total);
      if (done > seen) {
        progress?.advance(done - seen);
        [seen, since] = [done, context.clock.monotonic()];
      }
      if (context.clock.monotonic() - since > STILL_MS_MAX) throw standsStill(name, upload.id, total - done);
      await context.clock.sleep(LOOK_EVERY_MS);
    }
  } finally {
    progress?.end();
  }
}

function parsed(reply: EdgeReply, status: number, what: string): Upload {
  if (reply.status !== status) throw refused(what, reply);
  return v.parse(uploadForm, reply.body);
}

function notTaken(name: string, { refusal }: Upload): UserError {
  const places = (refusal?.errors ?? []).map(({ field }) => ` (${field})`).join("");
  return new UserError(`${name} is refused, ${refusal?.code ?? "unknown"}: ${refusal?.detail ?? ""}${places}`);
}

function standsStill(name: string, id: string, left: number): UserError {
  const before = left === 0 ? `${name} is not checked yet` : `${left} lines of ${name} are not decided yet`;
  return new UserError(`${before} and nothing has moved for six minutes; upload ${id} goes on by itself.`);
}

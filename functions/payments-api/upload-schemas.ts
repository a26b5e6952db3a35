import * as v from "valibot";
import { accountId, batchReply } from "./schemas.ts";

const figure = v.pipe(v.number(), v.integer());
const { lines, counts } = batchReply.entries;

/** A payment file's upload as answered. */
export const uploadReply = v.object({
  object: v.literal("payment_upload"),
  id: v.string(),
  debtor: accountId,
  state: v.picklist(["awaiting_upload", "checking", "refused", "running", "completed"]),
  // How the file is brought; only while it is awaited.
  upload_url: v.optional(v.string()),
  upload_method: v.optional(v.literal("PUT")),
  upload_headers: v.optional(v.record(v.string(), v.string())),
  expires_at: v.optional(v.string()),
  bytes_max: figure,
  // Why nothing was paid, as the problem that the file would be as a body.
  refusal: v.optional(
    v.object({
      code: v.string(),
      detail: v.string(),
      errors: v.optional(v.array(v.object({ field: v.string(), message: v.string() }))),
    }),
  ),
  batch: v.optional(v.string()),
  message_id: v.optional(v.string()),
  counts: v.optional(v.object({ ...counts.entries, waiting: figure })),
});

/** Some lines of an upload as answered. */
export const uploadLinesReply = v.object({
  data: lines,
  has_more: v.boolean(),
  next_cursor: v.nullable(v.string()),
});

import type { Context } from "hono";
import * as v from "valibot";
import {
  homeOf,
  lengthPrefixedHash,
  parseCellName,
  type AccountId,
  type CellName,
  type EndpointId,
  type PaymentId,
} from "../domain/ids.ts";
import { parseMoment } from "../domain/moments.ts";
import { ok, refuse, type Result } from "../domain/result.ts";
import type { Control } from "../stores/control.ts";
import type { AppEnv } from "./context.ts";
import { Problem, type FieldError } from "./problems.ts";

/** Bytes of a JSON body. */
const JSON_BODY_MAX = 64 * 1024;
const KEY_MAX = 255;
/** How many items a page of a list has at the most, and unless asked otherwise. */
export const PAGE_MAX = 100;

/** A JSON body of the form that a schema describes; anything else is a problem that names each wrong field. */
export async function jsonBody<Schema extends v.GenericSchema>(
  c: Context,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const text = await bodyText(c, ["application/json"], JSON_BODY_MAX);
  const parsed = parseJson(text === "" ? "{}" : text);
  if (!parsed.ok) throw new Problem("malformed_request", "The body is not valid JSON.");
  const checked = v.safeParse(schema, parsed.value);
  if (checked.success) return checked.output;
  throw new Problem("invalid_request", "Some fields are wrong; see errors.", {
    errors: checked.issues.map(fieldError),
  });
}

/** The text of a body of one of `types`; one longer than `bytesMax` is refused, and told what takes it `instead`. */
export async function bodyText(
  c: Context,
  types: readonly string[],
  bytesMax: number,
  instead?: string,
): Promise<string> {
  const type = (c.req.header("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (!types.includes(type)) {
    throw new Problem("unsupported_media_type", `Send the body as ${types.join(" or ")}.`);
  }
  const text = await c.req.text();
  if (Buffer.byteLength(text) > bytesMax) {
    const otherwise = instead === undefined ? "" : ` Ask for an upload by POST ${instead}.`;
    const more = instead === undefined ? {} : { instead };
    throw new Problem("body_too_large", `The body may have ${bytesMax} bytes at the most.${otherwise}`, more);
  }
  return text;
}

/** The request's idempotency key; required wherever money is changed. */
export function idempotencyKey(c: Context): string {
  const key = c.req.header("idempotency-key");
  if (key === undefined || key === "") {
    throw new Problem("idempotency_key_missing", "Send an Idempotency-Key of your own choice with every change.");
  }
  if (key.length > KEY_MAX || !/^[\x20-\x7e]+$/.test(key)) {
    throw new Problem("idempotency_key_invalid", `An Idempotency-Key has 1 to ${KEY_MAX} printable ASCII characters.`);
  }
  return key;
}

/** An id from the path; one that is malformed, or at home in no cell, names nothing, so it is not found. */
export async function pathId<Id extends AccountId | PaymentId | EndpointId>(
  c: Context<AppEnv>,
  parse: (text: string) => Result<Id, string>,
  control: Control,
): Promise<Id> {
  const parsed = parse(c.req.param("id") ?? "");
  if (!parsed.ok || !(await control.knows(homeOf(parsed.value)))) throw notFound();
  c.header("Home-Cell", homeOf(parsed.value));
  return parsed.value;
}

/** The cell that a Home-Cell header names: where something new is at home, for good. */
export async function homeCell(header: string | undefined, control: Control): Promise<CellName> {
  const cell = parseCellName(header ?? "");
  if (cell.ok && (await control.knows(cell.value))) return cell.value;
  const cells = await control.cells();
  throw new Problem("invalid_request", `Name the home in the Home-Cell header: ${cells.join(" or ")}.`, {
    errors: [{ field: "Home-Cell", message: `must be one of ${cells.join(", ")}` }],
  });
}

/** Which page of a list is asked for. */
export interface PageRequest {
  readonly limit: number;
  /** What the last page ended with; absent for the first. */
  readonly after?: string;
  /** What the list is of, with its filters: a cursor is good for this one alone. */
  readonly listing: readonly string[];
}

/** The page of a listing that a query asks for by `limit` (1 to 100) and `cursor`. */
export function pageRequest(c: Context, ...listing: readonly string[]): PageRequest {
  const { limit: text = `${PAGE_MAX}` } = c.req.query();
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > PAGE_MAX) throw wrongQuery("limit", `must be a whole number from 1 to ${PAGE_MAX}`);
  return { limit, listing, ...afterCursor(c, listing) };
}

/** What the last page ended with, by the query's `cursor`; one that was never given for this listing is refused. */
export function afterCursor(c: Context, listing: readonly string[]): { readonly after?: string } {
  const { cursor } = c.req.query();
  if (cursor === undefined) return {};
  const [, after = ""] = /^[0-9a-f]{12}:(.+)$/s.exec(Buffer.from(cursor, "base64url").toString("utf8")) ?? [];
  if (after === "" || cursorOf(after, listing) !== cursor) {
    const list = "of a page of this very list, with the same filters; of events and deliveries, of the same cell";
    throw wrongQuery("cursor", `must be the next_cursor ${list}`);
  }
  return { after };
}

/** The opaque cursor of a page that ends with this; whoever changes a letter of it has none. */
export function cursorOf(last: string, listing: readonly string[]): string {
  return Buffer.from(`${lengthPrefixedHash([...listing, last]).slice(0, 12)}:${last}`).toString("base64url");
}

/** Which part of a list a client has got, and how it gets the rest. */
export function pageFields(next: string | undefined, { listing }: Pick<PageRequest, "listing">) {
  return { has_more: next !== undefined, next_cursor: next === undefined ? null : cursorOf(next, listing) };
}

/** A moment that a query names, milliseconds since the epoch; undefined where it names none. */
export function momentOf(c: Context, field: string): bigint | undefined {
  const text = c.req.query(field);
  if (text === undefined) return undefined;
  const moment = parseMoment(text);
  // A plus sign is a space in a query unless it is encoded.
  if (!moment.ok) throw wrongQuery(field, 'must be a date or a time such as "2027-01-31T12:00:00Z" (a plus as %2B)');
  return moment.value;
}

/** A time from one moment up to another, which does not belong to it; milliseconds since the epoch. */
export interface TimeRange {
  readonly from?: bigint;
  readonly to?: bigint;
}

/** The time that a query asks for by `from` and `to`. */
export function timeRange(c: Context): TimeRange {
  const [from, to] = [momentOf(c, "from"), momentOf(c, "to")];
  if (from !== undefined && to !== undefined && from > to) throw wrongQuery("to", "must not be before from");
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** A query that asks for what there is not. */
export function wrongQuery(field: string, message: string): Problem {
  return new Problem("invalid_request", "The query is wrong; see errors.", { errors: [{ field, message }] });
}

/** What is not there and what is another tenant's look the same. */
export function notFound(): Problem {
  return new Problem("not_found", "There is no such resource for this tenant.");
}

function parseJson(text: string): Result<unknown, "malformed"> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return refuse("malformed");
  }
}

function fieldError(issue: v.BaseIssue<unknown>): FieldError {
  const field = v.getDotPath(issue) ?? "body";
  if (issue.type === "strict_object") {
    return issue.expected === "never"
      ? { field, message: "is not a field of this request" }
      : { field, message: "is required" };
  }
  return { field, message: issue.message };
}

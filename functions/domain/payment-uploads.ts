import { homeOf, type AccountId, type CellName, type PaymentId, type Tenant, type UploadId } from "./ids.ts";
import type { LedgerKey } from "./keys.ts";
import type { Authority } from "./lease.ts";

/** Every status of a line; `retry`: not decided, and tried again, or by the same file sent again. */
const LINE_STATUSES = ["completed", "processing", "declined", "rejected", "retry"] as const;

/** What became of one line of a payment file. */
export interface LineAnswer {
  readonly index: number;
  readonly endToEndId: string;
  readonly payment: PaymentId | null;
  readonly status: (typeof LINE_STATUSES)[number];
  readonly code?: string;
}

/** How many lines of a file stand where. */
export type LineCounts = Readonly<Record<LineAnswer["status"], number>>;

/** Why a file is not taken. */
export interface UploadRefusal {
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
}

/** A payment file that somebody brings by a URL of its own. */
export interface PaymentUpload {
  readonly id: UploadId;
  readonly tenant: Tenant;
  readonly debtor: AccountId;
  /** Whether whoever asked for it may move money of the platform's own accounts. */
  readonly moves: "own" | "any";
  /** When it was asked for, milliseconds since the epoch. */
  readonly at: bigint;
  /** Of the debtor's home, when it was asked for. */
  readonly epoch: bigint;
  readonly state: UploadState;
  /** The version of its object that is paid, once it is known: a URL is good for one file, whatever else comes. */
  readonly version?: string;
}

/** Where a file stands on its way to being paid, as it is kept; how far the paying is, its parts tell. */
export type UploadState =
  | { readonly is: "awaiting_upload" | "checking" }
  | { readonly is: "refused"; readonly refusal: UploadRefusal }
  | { readonly is: "running"; readonly batch: string; readonly messageId: string; readonly lines: number };

/** Bytes of a payment file sent as a body; larger ones go by upload. */
export const FILE_BODY_MAX = 5 * 1024 * 1024;

/** A file has no more bytes: its parser holds it whole. */
export const UPLOAD_BYTES_MAX = 32 * 1024 * 1024;

/**
 * And no more tags: they are what a file's tree weighs by, about 300 bytes each; 50,000 lines like those of the
 * examples are 1.2 million tags. A file of nothing but empty elements would otherwise fill the memory with a tenth of
 * its bytes.
 */
export const UPLOAD_TAGS_MAX = 4_000_000;

/** How long a URL may be used, seconds: an upload that began in time may end later. */
export const UPLOAD_URL_SECONDS = 900;

/** How long what became of a file can be read. */
export const UPLOAD_KEPT_MS = 30 * 24 * 3_600_000;

/**
 * Lines that are paid together: a message, a page of answers and an item at once. Each line has 1.2 kB at the very
 * most, so that a part fits into a message (256 KiB) and its answers into an item (400 KB).
 */
const PART_LINES = 100;

/**
 * Whether a cell has given an upload's URL while it stood in for the debtor's home, and another one serves that home
 * now: what it has not paid it never will, however often it tries. A home waits until it serves itself again.
 */
export function isLeftBehind({ debtor, epoch }: PaymentUpload, cell: CellName, now: Authority): boolean {
  return homeOf(debtor) !== cell && now.may === "redirect" && now.epoch > epoch;
}

const OBJECTS = "files/";

/** The name of an upload's object in its bucket; whatever else a client sends names nothing. */
export function uploadObject(id: UploadId): string {
  return `${OBJECTS}${id}.xml`;
}

/** The upload's id in an object's name, unparsed; empty for an object that is no upload. */
export function uploadNamed(object: string): string {
  return object.startsWith(OBJECTS) && object.endsWith(".xml") ? object.slice(OBJECTS.length, -".xml".length) : "";
}

/** Where an upload is kept. */
export function uploadKey(id: UploadId): LedgerKey {
  return { pk: `upload#${id}`, sk: "upload" };
}

/** Where what became of a part's lines is kept, one by one. */
export function linesKey(id: UploadId, part: number): LedgerKey {
  return { pk: `upload#${id}`, sk: `lines#${place(part)}` };
}

/** Where how many of a part's lines stand where is kept. */
export function countsKey(id: UploadId, part: number): LedgerKey {
  return { pk: `upload#${id}`, sk: `counts#${place(part)}` };
}

/** A file's lines, part by part: the same file always falls into the same parts. */
export function partsOf<Line>(lines: readonly Line[]): readonly (readonly Line[])[] {
  return Array.from({ length: Math.ceil(lines.length / PART_LINES) }, (_, part) =>
    lines.slice(part * PART_LINES, (part + 1) * PART_LINES),
  );
}

/**
 * What is known of some lines when a turn has found out more: the last word about each. A line that is paid stays paid,
 * and one that is decided is never undecided again, however late a slow turn comes with what it has found.
 */
export function mergeLines(known: readonly LineAnswer[], found: readonly LineAnswer[]): readonly LineAnswer[] {
  const lines = new Map(known.map((line) => [line.index, line]));
  for (const line of found) {
    const before = lines.get(line.index);
    if (before === undefined || weightOf(line) >= weightOf(before)) lines.set(line.index, line);
  }
  return [...lines.values()].sort((one, other) => one.index - other.index);
}

function weightOf({ status }: LineAnswer): number {
  if (status === "retry") return 0;
  return status === "completed" || status === "processing" ? 2 : 1;
}

/** How many of some lines stand where. */
export function countLines(answers: readonly Pick<LineAnswer, "status">[]): LineCounts {
  const counts = { ...noLines };
  for (const { status } of answers) counts[status] += 1;
  return counts;
}

/** The sum of the parts' counts. */
export function sumCounts(parts: readonly LineCounts[]): LineCounts {
  const sum = { ...noLines };
  for (const part of parts) for (const status of LINE_STATUSES) sum[status] += part[status];
  return sum;
}

/** How many of a file's lines are decided. */
export function decidedOf(counts: LineCounts): number {
  return LINE_STATUSES.reduce((sum, status) => sum + (status === "retry" ? 0 : counts[status]), 0);
}

const noLines: Record<LineAnswer["status"], number> = {
  completed: 0,
  processing: 0,
  declined: 0,
  rejected: 0,
  retry: 0,
};

function place(part: number): string {
  return `${part}`.padStart(6, "0");
}

import { parseUploadId, type UploadId } from "../domain/ids.ts";
import { isOperatorsAccount } from "../domain/payouts.ts";
import {
  mergeLines,
  partsOf,
  UPLOAD_BYTES_MAX,
  UPLOAD_TAGS_MAX,
  uploadNamed,
  type LineAnswer,
  type PaymentUpload,
  type UploadRefusal,
} from "../domain/payment-uploads.ts";
import { payLines, recordBatch } from "../payments-api/actions/pay-batch.ts";
import type { PayingDeps } from "../payments-api/deps.ts";
import { batchProblem } from "../payments-api/iso20022/batch-problem.ts";
import { parsePain001, type Pain001, type Pain001Line } from "../payments-api/iso20022/pain001.ts";
import { Problem } from "../payments-api/problems.ts";
import { createStripeChoice } from "../payments-api/stripe-choice.ts";
import type { Clock, Random } from "../stores/clock.ts";
import type { UploadedFile, Uploads } from "../stores/uploaded-files.ts";
import type { FilePart, PartsQueue } from "./parts-queue.ts";
import type { PartLines, UploadNotes } from "../stores/payment-uploads.ts";
import type { Env } from "./env.ts";
import { createLeftBehind } from "./left-behind.ts";

/** What the runner of payment files reads and writes. */
export interface Stores {
  readonly paying: PayingDeps["stores"];
  readonly notes: UploadNotes;
  readonly files: Uploads;
  readonly parts: PartsQueue;
}

/** Pays uploaded files. Whatever it does may be done again: nothing is paid twice. */
export interface Runner {
  /** Checks a file and hands its lines on in parts; a file that is refused is told so. */
  take(file: UploadedFile): Promise<"handed_on" | "refused" | "seen_before" | "not_the_first">;
  /** Pays what is not yet decided of a part: how many of its lines have to be tried again. */
  pay(part: FilePart): Promise<number>;
}

/** A part is paid by one invocation, or by a few where its message comes several times. */
const KEEPS_MAX = 8;

/** Makes a runner that pays as the API does: by the same actions, under the same authority. */
export function createApp({ cell }: Pick<Env, "cell">, stores: Stores, clock: Clock, random: Random): Runner {
  const { notes, files, parts } = stores;
  const deps: PayingDeps = { env: { cell }, stores: stores.paying, clock, stripes: createStripeChoice(random) };
  const left = createLeftBehind(notes, deps);

  async function check(upload: PaymentUpload, file: UploadedFile): Promise<Pain001> {
    if (file.bytes > UPLOAD_BYTES_MAX) throw tooLarge(`The file may have ${UPLOAD_BYTES_MAX} bytes at the most.`);
    const xml = await files.read(file);
    if (xml === undefined) throw new Problem("not_found", "The file is not there any more.");
    if (countTags(xml) > UPLOAD_TAGS_MAX) throw tooLarge(`The file may have ${UPLOAD_TAGS_MAX} tags at the most.`);
    const parsed = parsePain001(xml);
    if (!parsed.ok) throw batchProblem(parsed.refusal);
    requireFunding(upload, parsed.value.lines);
    return parsed.value;
  }

  /** Keeps what a turn has found out about a part's lines, with what other turns have: all that is known then. */
  async function keep(part: FilePart, known: PartLines, found: readonly LineAnswer[]): Promise<readonly LineAnswer[]> {
    let before = known;
    for (let tries = 0; tries < KEEPS_MAX; tries += 1) {
      const answers = mergeLines(before.answers, found);
      if (await notes.putPart(part.upload, part.part, { turn: before.turn + 1n, answers })) return answers;
      before = await notes.lines(part.upload, part.part);
    }
    throw new Error(`Part ${part.part} of ${part.upload} is kept by others all the time.`);
  }

  /** Why a file is left alone: it is under way, or was another one's that came by the same URL. */
  async function known(id: UploadId, version: string): Promise<"seen_before" | "not_the_first"> {
    const paid = (await notes.get(id))?.version ?? version;
    return paid === version ? "seen_before" : "not_the_first";
  }

  return {
    async take(file) {
      const id = parseUploadId(uploadNamed(file.object));
      const upload = id.ok ? await notes.get(id.value) : undefined;
      // A URL is given for an upload that is kept: nobody else writes there.
      if (upload === undefined) throw new Error(`No upload is known by the object ${file.object}.`);
      const { state, debtor, tenant } = upload;
      // Where versions are not kept there is one: the latest.
      const { version = "" } = file;
      if (state.is === "refused" || state.is === "running") return known(upload.id, version);
      if (!(await notes.note(upload.id, { is: "checking" }, version))) return known(upload.id, version);
      try {
        const read = await check(upload, file);
        const { id: batch } = await recordBatch(read, debtor, tenant, deps);
        const { messageId, count } = read;
        const common = { upload: upload.id, debtor, tenant, messageId };
        await parts.send(partsOf(read.lines).map((lines, part) => ({ ...common, part, lines })));
        await notes.note(upload.id, { is: "running", batch, messageId, lines: count }, version);
        return "handed_on";
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        const refusal = problem.retryable ? await left.refusalOf(problem, upload) : refusalOf(problem);
        if (refusal === undefined) throw problem;
        const noted = await notes.note(upload.id, { is: "refused", refusal }, version);
        return noted ? "refused" : "seen_before";
      }
    },
    async pay(part) {
      const known = await notes.lines(part.upload, part.part);
      const decided = new Set(known.answers.filter(({ status }) => status !== "retry").map(({ index }) => index));
      const undecided = part.lines.filter(({ index }) => !decided.has(index));
      const paid = await payLines(undecided, part, deps);
      const answers = await keep(part, known, [...paid, ...(await left.endsOf(part, paid))]);
      return answers.filter(({ status }) => status === "retry").length;
    },
  };
}

/** As the API demands it of a file sent as a body: whoever asked for the URL was an operator, or was not. */
function requireFunding({ debtor, moves }: PaymentUpload, lines: readonly Pain001Line[]): void {
  if (moves === "any") return;
  for (const currency of new Set(lines.map((line) => line.currency))) {
    if (isOperatorsAccount(debtor, currency)) {
      throw new Problem("scope_missing", "The token that asked for the URL lacks the scope ops/write.");
    }
  }
}

function countTags(xml: string): number {
  let tags = 0;
  for (let at = xml.indexOf("<"); at >= 0; at = xml.indexOf("<", at + 1)) tags += 1;
  return tags;
}

function tooLarge(detail: string): Problem {
  return new Problem("body_too_large", `${detail} Send it as several files, each with a message id of its own.`);
}

function refusalOf({ code, message, errors }: Problem): UploadRefusal {
  return { code, detail: message, errors };
}

import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import type { UploadId } from "../domain/ids.ts";
import type { LedgerKey } from "../domain/keys.ts";
import { ATTEMPT_MS } from "../domain/lease.ts";
import type { Item } from "../domain/ledger-write.ts";
import {
  countLines,
  countsKey,
  linesKey,
  sumCounts,
  UPLOAD_KEPT_MS,
  uploadKey,
  type LineAnswer,
  type LineCounts,
  type PaymentUpload,
  type UploadRefusal,
  type UploadState,
} from "../domain/payment-uploads.ts";
import { invariant } from "../domain/result.ts";
import type { Clock, Random } from "./clock.ts";
import { decodeItem, encodeItem, encodeKey, encodeKeyedItem } from "./item-codec.ts";
import { reading } from "./reading.ts";

/** Some lines of a file in their order, and the part that they are. */
export interface LinesPage {
  readonly part: number;
  readonly answers: readonly LineAnswer[];
}

/** What the API knows of files on their way. */
export interface UploadDesk {
  /** Keeps one that is not there; gives the one that is. */
  put(upload: PaymentUpload): Promise<PaymentUpload | undefined>;
  get(id: UploadId): Promise<PaymentUpload | undefined>;
  counts(id: UploadId): Promise<LineCounts>;
  /** The first part that was paid after another one, or at all. */
  page(id: UploadId, after: number | undefined): Promise<LinesPage | undefined>;
  /** Where the file of an upload may be put that was asked for at a time (a presigned URL of S3). */
  urlOf(id: UploadId, at: bigint): Promise<string>;
}

/** The same for whoever pays the files. */
export interface UploadNotes extends Pick<UploadDesk, "get"> {
  /**
   * Keeps how an upload stands, and the version of its object that this is so of; false where it is refused or running
   * already, and `state` is not that it runs, and where it is another version that is paid.
   */
  note(id: UploadId, state: UploadState, version: string): Promise<boolean>;
  /** What is known of a part's lines; of turn 0 before its first. */
  lines(id: UploadId, part: number): Promise<PartLines>;
  /** Keeps what is known of a part's lines after one more turn; false where another turn has been kept meanwhile. */
  putPart(id: UploadId, part: number, after: PartLines): Promise<boolean>;
}

/** What is known of a part's lines, and after how many turns. */
export interface PartLines {
  readonly turn: bigint;
  readonly answers: readonly LineAnswer[];
}

/** Files on their way, behind a DynamoDB client. */
export function createUploadDesk(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  urlOf: UploadDesk["urlOf"],
  clock: Clock,
  random: Random,
): UploadDesk {
  const query = async (id: UploadId, from: string, upTo: string, limit: number | undefined) => {
    const found: Item[] = [];
    let ExclusiveStartKey;
    do {
      const command: QueryCommand = new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :upTo",
        ExpressionAttributeValues: { ":pk": { S: uploadKey(id).pk }, ":from": { S: from }, ":upTo": { S: upTo } },
        ...(limit === undefined ? {} : { Limit: limit }),
        ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
      });
      const page = await reading((options) => client.send(command, options), clock, random);
      found.push(...(page.Items ?? []).map(decodeItem));
      ExclusiveStartKey = limit === undefined ? page.LastEvaluatedKey : undefined;
    } while (ExclusiveStartKey !== undefined);
    return found;
  };
  return {
    get: (id) => getUpload(client, table, id, clock, random),
    async put(upload) {
      const command = new PutItemCommand({
        TableName: table,
        Item: encodeKeyedItem(uploadKey(upload.id), storedUpload(upload)),
        ConditionExpression: "attribute_not_exists(pk)",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      });
      try {
        await client.send(command, { abortSignal: clock.deadline(ATTEMPT_MS) });
        return undefined;
      } catch (fault) {
        if (!(fault instanceof ConditionalCheckFailedException) || fault.Item === undefined) throw fault;
        return uploadFrom(decodeItem(fault.Item));
      }
    },
    async counts(id) {
      const parts = await query(id, countsKey(id, 0).sk, "counts#~", undefined);
      return sumCounts(parts.map(countsFrom));
    },
    async page(id, after) {
      const [found] = await query(id, linesKey(id, after === undefined ? 0 : after + 1).sk, "lines#~", 1);
      return found && { part: Number(found["part"]), answers: answersFrom(found) };
    },
    urlOf,
  };
}

/** The same for whoever pays the files. */
export function createUploadNotes(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  clock: Clock,
  random: Random,
): UploadNotes {
  // Whatever is written here is the same when it is written twice.
  const writing = <Reply>(write: (options: { readonly abortSignal: AbortSignal }) => Promise<Reply>) =>
    reading(write, clock, random);
  /** Keeps an item of a turn, unless there is one of that turn or a later one. */
  const putTurn = (key: LedgerKey, item: Item & { readonly turn: bigint }): Promise<boolean> => {
    const expires = BigInt(Math.floor((clock.now() + UPLOAD_KEPT_MS) / 1000));
    const command = new PutItemCommand({
      TableName: table,
      Item: encodeKeyedItem(key, { ...item, expires }),
      ConditionExpression: "attribute_not_exists(pk) OR turn < :turn",
      ExpressionAttributeValues: { ":turn": { N: `${item.turn}` } },
    });
    return isDone(writing((options) => client.send(command, options)));
  };
  return {
    get: (id) => getUpload(client, table, id, clock, random),
    note(id, state, version) {
      // Whoever is slow must not take back what another one has done meanwhile with the same file, and of two files at
      // the same time one is paid: their lines would have the same places.
      const before = state.is === "running" ? "" : " AND #state.#is IN (:awaiting, :checking)";
      const command = new UpdateItemCommand({
        TableName: table,
        Key: encodeKey(uploadKey(id)),
        UpdateExpression: "SET #state = :state, #version = :version",
        ConditionExpression:
          "attribute_exists(pk) AND (attribute_not_exists(#version) OR #version = :version)" + before,
        ExpressionAttributeNames: { "#state": "state", "#version": "version", ...(before !== "" && { "#is": "is" }) },
        ExpressionAttributeValues: {
          ":state": { M: encodeItem(storedState(state)) },
          ":version": { S: version },
          ...(before !== "" && { ":awaiting": { S: "awaiting_upload" }, ":checking": { S: "checking" } }),
        },
      });
      return isDone(writing((options) => client.send(command, options)));
    },
    async lines(id, part) {
      const input = { TableName: table, Key: encodeKey(linesKey(id, part)), ConsistentRead: true };
      const { Item } = await writing((options) => client.send(new GetItemCommand(input), options));
      return Item === undefined ? { turn: 0n, answers: [] } : linesFrom(decodeItem(Item));
    },
    async putPart(id, part, { turn, answers }) {
      const kept = await putTurn(linesKey(id, part), { part: BigInt(part), turn, answers: JSON.stringify(answers) });
      if (!kept) return false;
      // The counts come last: whoever sees them can read the lines. Those of a later turn stay.
      const counts = Object.entries(countLines(answers)).map(([status, count]) => [status, BigInt(count)] as const);
      await putTurn(countsKey(id, part), { ...Object.fromEntries(counts), turn });
      return true;
    },
  };
}

/** Whether a write was done, and not refused by its condition. */
async function isDone(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (fault) {
    if (fault instanceof ConditionalCheckFailedException) return false;
    throw fault;
  }
}

async function getUpload(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  id: UploadId,
  clock: Clock,
  random: Random,
): Promise<PaymentUpload | undefined> {
  const input = { TableName: table, Key: encodeKey(uploadKey(id)), ConsistentRead: true };
  const { Item } = await reading((options) => client.send(new GetItemCommand(input), options), clock, random);
  return Item && uploadFrom(decodeItem(Item));
}

function storedUpload({ state, version, ...upload }: PaymentUpload): Item {
  const expires = (upload.at + BigInt(UPLOAD_KEPT_MS)) / 1000n;
  return { ...upload, state: storedState(state), ...(version !== undefined && { version }), expires };
}

function storedState(state: UploadState): Item {
  switch (state.is) {
    case "refused":
      return { is: state.is, refusal: JSON.stringify(state.refusal) };
    case "running":
      return { ...state, lines: BigInt(state.lines) };
    case "awaiting_upload":
    case "checking":
      return { is: state.is };
  }
}

/** A state as `storedState` writes it. */
interface StoredState {
  readonly is: UploadState["is"];
  readonly refusal: string;
  readonly batch: string;
  readonly messageId: string;
  readonly lines: bigint;
}

function uploadFrom(item: Item): PaymentUpload {
  // Written by storedUpload alone.
  const { id, tenant, debtor, moves, at, epoch, state, version } = item as unknown as Omit<PaymentUpload, "state"> & {
    readonly state: StoredState;
  };
  const paid = version === undefined ? {} : { version };
  return { id, tenant, debtor, moves, at, epoch, state: stateFrom(state), ...paid };
}

function stateFrom({ is, refusal, batch, messageId, lines }: StoredState): UploadState {
  switch (is) {
    case "refused":
      return { is, refusal: JSON.parse(refusal) as UploadRefusal }; // in the form in which it was written
    case "running":
      return { is, batch, messageId, lines: Number(lines) };
    case "awaiting_upload":
    case "checking":
      return { is };
  }
}

function linesFrom(item: Item): PartLines {
  const { turn } = item;
  invariant(typeof turn === "bigint", "putPart writes the turn");
  return { turn, answers: answersFrom(item) };
}

function answersFrom({ answers }: Item): readonly LineAnswer[] {
  invariant(typeof answers === "string", "putPart writes answers as a text");
  return JSON.parse(answers) as readonly LineAnswer[]; // written by putPart alone
}

function countsFrom(item: Item): LineCounts {
  const count = (status: keyof LineCounts) => Number(item[status] ?? 0n);
  return {
    completed: count("completed"),
    processing: count("processing"),
    declined: count("declined"),
    rejected: count("rejected"),
    retry: count("retry"),
  };
}

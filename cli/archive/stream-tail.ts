import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  type KinesisClient,
} from "@aws-sdk/client-kinesis";

/** The newest part of a stream, which is read on from where it was left. */
export interface StreamTail {
  /** What has come since the last time, of every shard, page by page. */
  next(): AsyncIterable<readonly string[]>;
}

/** What is in no sealed object by now is in the stream since then: delivery takes a minute, sealing five. */
export const TAIL_MS = 1_800_000;

const PAGE = 1_000;

/** Reads a journal stream from a time on (milliseconds since the epoch), or from as far back as it goes. */
export function readTail(
  client: Pick<KinesisClient, "send">,
  StreamName: string,
  fromMs: number | undefined,
): StreamTail {
  const iterators = new Map<string, string | undefined>();

  async function discover(): Promise<void> {
    let NextToken: string | undefined;
    do {
      const asked = NextToken === undefined ? { StreamName } : { NextToken };
      const page = await client.send(new ListShardsCommand(asked));
      for (const { ShardId = "" } of page.Shards ?? []) {
        if (!iterators.has(ShardId)) iterators.set(ShardId, await iteratorOf(ShardId));
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  }

  async function iteratorOf(ShardId: string): Promise<string | undefined> {
    const from =
      fromMs === undefined
        ? ({ ShardIteratorType: "TRIM_HORIZON" } as const)
        : ({ ShardIteratorType: "AT_TIMESTAMP", Timestamp: new Date(fromMs) } as const);
    return (await client.send(new GetShardIteratorCommand({ StreamName, ShardId, ...from }))).ShardIterator;
  }

  return {
    async *next() {
      await discover();
      for (const [shard, start] of iterators) {
        for (let iterator = start; iterator !== undefined;) {
          const page = await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: PAGE }));
          const records = page.Records ?? [];
          yield records.map(({ Data = new Uint8Array() }) => Buffer.from(Data).toString("utf8"));
          iterators.set(shard, page.NextShardIterator);
          iterator = page.NextShardIterator;
          if (records.length === 0 && (page.MillisBehindLatest ?? 0) === 0) break;
        }
      }
    },
  };
}

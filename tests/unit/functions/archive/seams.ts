import { hash } from "node:crypto";
import type { KinesisClient } from "@aws-sdk/client-kinesis";
import type { S3Client } from "@aws-sdk/client-s3";
import { AwsError } from "../../../../local/core/errors.ts";
import type { ServiceModel } from "../../../../local/core/call.ts";
import { callOf } from "../../local/aws/account.ts";

type Fields = Readonly<Record<string, unknown>>;

/** An SDK client whose commands go straight to the local model of S3, below the command and above the wire. */
export function s3Seam(service: ServiceModel, region: string, onCall: (action: string) => void = () => {}) {
  const send = async (command: { readonly input: Fields }) => {
    const action = command.constructor.name.replace(/Command$/, "");
    onCall(action);
    const { Body, ...rest } = command.input;
    const bytes = Body === undefined ? undefined : Buffer.from(Body as string);
    // The SDK sends a digest with everything that it puts.
    const body = bytes && { Body: bytes, ContentMD5: hash("md5", bytes, "base64") };
    try {
      return shown(await service.handle(callOf("s3", action, { ...rest, ...body }, { region })));
    } catch (fault) {
      if (!(fault instanceof AwsError)) throw fault;
      throw Object.assign(new Error(fault.message), { name: fault.code, $metadata: { httpStatusCode: fault.status } });
    }
  };
  // The overloads of `send` cannot be written for a seam.
  return { send } as unknown as Pick<S3Client, "send">;
}

function shown(reply: Fields): Fields {
  const { Body, Versions, DeleteMarkers } = reply;
  const bytes = Body instanceof Buffer ? { Body: { transformToByteArray: async () => Body } } : {};
  return { ...reply, ...bytes, Versions: dated(Versions), DeleteMarkers: dated(DeleteMarkers) };
}

function dated(listed: unknown): readonly Fields[] {
  return (Array.isArray(listed) ? listed : []).map((one: Fields) => ({
    ...one,
    LastModified: new Date(Number(one["LastModified"])),
  }));
}

/** A Kinesis client of a stream with one shard, which has these records. */
export function kinesisSeam(records: readonly string[]) {
  const send = async (command: { readonly input: Fields }) => {
    switch (command.constructor.name) {
      case "ListShardsCommand":
        return { Shards: [{ ShardId: "shardId-000000000000" }] };
      case "GetShardIteratorCommand":
        return { ShardIterator: "0" };
      default: {
        const from = Number(command.input["ShardIterator"]);
        const Records = records.slice(from).map((data) => ({ Data: Buffer.from(data) }));
        return { Records, NextShardIterator: String(records.length), MillisBehindLatest: 0 };
      }
    }
  };
  // As above.
  return { send } as unknown as Pick<KinesisClient, "send">;
}

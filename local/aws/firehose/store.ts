import { AwsError } from "../../core/errors.ts";
import type { Cancel } from "../../core/kernel.ts";
import { createBuffering, type Buffering, type DeliveryDependencies } from "./delivery.ts";
import { invalidArgument, type DeliveryStream } from "./delivery-stream.ts";
import { startReader, type OnRecords } from "./source-reader.ts";

/** All delivery streams of the account. */
export interface DeliveryStreamStore {
  /** Throws `ResourceInUseException`, and `InvalidArgumentException` where a role does not trust Firehose. */
  create(stream: DeliveryStream): void;
  find(region: string, name: string): DeliveryStream | undefined;
  /** Throws `ResourceNotFoundException`. */
  get(region: string, name: string): DeliveryStream;
  all(region: string): readonly DeliveryStream[];
  remove(stream: DeliveryStream): void;
  /** Takes records in. */
  add(stream: DeliveryStream, records: readonly Buffer[]): void;
  /** Nothing is delivered any more. */
  stop(): void;
}

interface Running {
  readonly stream: DeliveryStream;
  readonly buffering: Buffering;
  readonly stopReader: Cancel | undefined;
}

/** An account without delivery streams. */
export function createDeliveryStreamStore(
  deps: DeliveryDependencies,
  accountId: string,
  onRecords: OnRecords,
): DeliveryStreamStore {
  const running = new Map<string, Running>();
  const stop = ({ buffering, stopReader }: Running): void => {
    stopReader?.();
    buffering.stop();
  };
  const find = (region: string, name: string) => running.get(arnOf(region, accountId, name))?.stream;
  return {
    create(stream) {
      if (running.has(stream.arn)) {
        const message = `Firehose ${stream.name} under accountId ${accountId} already exists`;
        throw new AwsError("ResourceInUseException", message);
      }
      const { source, destination } = stream;
      for (const role of [destination.roleArn, ...(source === undefined ? [] : [source.roleArn])]) {
        requireTrust(deps, stream, role);
      }
      const buffering = createBuffering(deps, stream);
      const stopReader = source && startReader(deps, onRecords, stream, source, buffering);
      running.set(stream.arn, { stream, buffering, stopReader });
    },
    find,
    get(region, name) {
      const stream = find(region, name);
      if (stream !== undefined) return stream;
      const message = `Firehose ${name} under account ${accountId} not found.`;
      throw new AwsError("ResourceNotFoundException", message);
    },
    all: (region) => [...running.values()].flatMap(({ stream }) => (stream.region === region ? [stream] : [])),
    remove(stream) {
      const found = running.get(stream.arn);
      if (found !== undefined) stop(found);
      running.delete(stream.arn);
    },
    add: (stream, records) => running.get(stream.arn)?.buffering.add(records),
    stop: () => running.forEach(stop),
  };
}

/** The ARN of a delivery stream. */
export function arnOf(region: string, accountId: string, name: string): string {
  return `arn:aws:firehose:${region}:${accountId}:deliverystream/${name}`;
}

function requireTrust({ assume }: DeliveryDependencies, { name, arn }: DeliveryStream, roleArn: string): void {
  try {
    assume(roleArn, name, { service: "firehose.amazonaws.com", sourceArn: arn });
  } catch (fault) {
    if (!(fault instanceof AwsError)) throw fault;
    throw invalidArgument(`Firehose is unable to assume role ${roleArn}. Please check the role provided.`);
  }
}

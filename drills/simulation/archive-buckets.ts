import type { S3Client } from "@aws-sdk/client-s3";
import type { S3 } from "../../local/aws/s3/index.ts";
import type { Call, ServiceModel } from "../../local/core/call.ts";
import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import { serverError } from "../../local/faults/call-faults.ts";
import type { FaultLog } from "../../local/faults/catalogue.ts";
import type { Container } from "./containers.ts";
import { ACCOUNT, createIn } from "./storage.ts";
import type { Place } from "./weather.ts";

/** The buckets of all archives. */
export interface ArchiveBuckets {
  /** The buckets, as functions reach them. */
  readonly service: ServiceModel;
  /** The buckets, as Firehose reaches them. Throws where it does not. */
  readonly near: Pick<ServiceModel, "handle">;
  /** From now on a cell's bucket answers 5xx, most times; or does not. */
  fail(cell: string, failing: boolean): void;
  /** How likely a sealer dies, from now on, just before what it puts is there or as soon as it is. */
  dying(share: number): void;
  /** A client for a container, around what carries its calls. */
  client(container: Container, carrier: Carrier): Pick<S3Client, "send">;
  /** A call of S3 by whoever looks at a run afterwards. */
  look(cell: string, action: string, input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

/** What carries a command and brings its output back. */
interface Carrier {
  send(
    command: { readonly input: object },
    options?: { readonly abortSignal?: unknown },
  ): Promise<Readonly<Record<string, unknown>>>;
}

/** What buckets are made with. */
export interface BucketsOptions {
  readonly kernel: VirtualKernel;
  readonly log: FaultLog;
  readonly places: readonly Place[];
  readonly isLost: (region: string) => boolean;
  readonly s3: S3;
}

const caller = { kind: "root", arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT } as const;
const FAILING_SHARE = 0.7;

/** The bucket of a cell's archive. */
export function archiveBucketName(cell: string): string {
  return `prod-${cell}-archive-${ACCOUNT}`;
}

/** A bucket for each cell that nothing was put into yet. */
export async function createArchiveBuckets({
  kernel,
  log,
  places,
  isLost,
  s3,
}: BucketsOptions): Promise<ArchiveBuckets> {
  // What is put into it is kept whatever is put later, as the program has it; nobody here tries to delete anything.
  for (const { cell, region } of places) {
    await createIn(s3, "bucket:Bucket", region, { bucket: archiveBucketName(cell), objectLockEnabled: true });
  }
  const regionOf = (cell: string): string => places.find((place) => place.cell === cell)?.region ?? "";
  const failing = new Set<string>();
  let dying = 0;
  const fails = ({ region }: Call): boolean => {
    if (!failing.has(region) || kernel.random() >= FAILING_SHARE) return false;
    log.observe("serverError");
    return true;
  };
  const dies = (): Death | undefined => {
    if (dying === 0 || kernel.random() >= dying) return undefined;
    log.observe("killed");
    return kernel.random() < 0.5 ? "before" : "after";
  };
  return {
    service: {
      ...s3.service,
      handle(call) {
        if (!fails(call)) return s3.service.handle(call);
        // A service that broke may have done what it was asked for.
        if (kernel.random() < 0.5) void s3.service.handle(call);
        throw serverError();
      },
    },
    near: {
      handle(call) {
        if (isLost(call.region) || fails(call)) throw serverError();
        return s3.service.handle(call);
      },
    },
    fail: (cell, isFailing) => void failing[isFailing ? "add" : "delete"](regionOf(cell)),
    dying: (share) => void (dying = share),
    // The overloads of `send` cannot be written for a seam.
    client: (container, carrier) => ({ send: sending(container, carrier, dies) }) as unknown as Pick<S3Client, "send">,
    look(cell, action, input) {
      const asked = { Bucket: archiveBucketName(cell), ...input };
      const call = { service: "s3", action, region: regionOf(cell), input: asked, caller, requestId: "" };
      const output = s3.service.handle(call);
      if (output instanceof Promise) throw new Error("S3 does not answer at once.");
      return output;
    },
  };
}

/** When a sealer dies of what it puts. */
type Death = "before" | "after";

/** Sends as the SDK does: what is read comes as a stream, which is here at once. */
function sending(container: Container, carrier: Carrier, dies: () => Death | undefined) {
  return async (command: { readonly input: object }, options: { readonly abortSignal?: unknown } = {}) => {
    const death = "Body" in command.input ? dies() : undefined;
    const output = death === "before" ? {} : await carrier.send(command, options);
    if (death !== undefined) {
      container.kill();
      return new Promise(() => undefined);
    }
    const { Body } = output;
    return Body instanceof Buffer ? { ...output, Body: { transformToByteArray: () => Promise.resolve(Body) } } : output;
  };
}

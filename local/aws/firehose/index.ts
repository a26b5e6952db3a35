import type { ServiceModel } from "../../core/call.ts";
import type { ResourceModel } from "../../core/resource.ts";
import type { DeliveryDependencies } from "./delivery.ts";
import { firehoseResources } from "./resources.ts";
import { createFirehoseService } from "./service.ts";
import type { OnRecords } from "./source-reader.ts";
import { createDeliveryStreamStore } from "./store.ts";

/** The model of Amazon Data Firehose. */
export interface Firehose {
  readonly service: ServiceModel;
  readonly resources: readonly ResourceModel[];
  /** Nothing is delivered any more. */
  shutdown(): void;
}

/** Delivery streams into S3, all of whose calls go through `deps.call` in roles of the account. */
export function createFirehose(
  deps: DeliveryDependencies & {
    readonly accountId: string;
    /** What tells of a Kinesis stream's records. */
    readonly onRecords: OnRecords;
  },
): Firehose {
  const { kernel } = deps;
  const store = createDeliveryStreamStore(deps, deps.accountId, deps.onRecords);
  return {
    service: createFirehoseService(kernel, store),
    resources: firehoseResources(kernel, store),
    shutdown: store.stop,
  };
}

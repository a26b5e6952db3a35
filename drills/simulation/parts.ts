import type { S3Client } from "@aws-sdk/client-s3";
import type { DynamoDb } from "../../local/aws/dynamodb/index.ts";
import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { FaultLog } from "../../local/faults/catalogue.ts";
import type { Archives } from "./archives.ts";
import type { Container } from "./containers.ts";
import type { Journal } from "./journal.ts";
import type { KeyManagement } from "./key-management.ts";
import type { Pace } from "./pace.ts";
import type { PayoutClients } from "./payout-clients.ts";
import type { Queues } from "./queue.ts";
import type { Rails } from "./rails.ts";
import type { Receivers } from "./receivers.ts";
import type { ReportsPlan } from "./reporting.ts";
import type { Clients } from "./seams.ts";
import type { Trace } from "./trace.ts";
import type { Uploads } from "./uploads.ts";
import type { Weather } from "./weather.ts";
import type { Witness } from "./witness.ts";

/** What all cells of a run stand on. */
export interface SimulationParts {
  readonly kernel: VirtualKernel;
  readonly dynamoDb: DynamoDb;
  readonly queues: Queues;
  /** Undefined where no cell builds views. */
  readonly journal: Journal | undefined;
  /** Undefined where nobody hears of events. */
  readonly receivers: Receivers | undefined;
  readonly keyManagement: KeyManagement;
  /** Undefined where there are no archives. */
  readonly archives: Archives | undefined;
  /** Undefined where nobody uploads payment files. */
  readonly uploads: Uploads | undefined;
  /** Undefined where nobody makes reports. */
  readonly reports: ReportsPlan | undefined;
  /** Undefined where nobody pays out. */
  readonly rails: Rails | undefined;
  readonly weather: Weather;
  readonly log: FaultLog;
  readonly pace: Pace;
  readonly trace: Trace;
  readonly witness: Witness;
  /** Starts an environment of a function in a region, with clocks as far off as the run's skew allows. */
  startContainer(cell: string, region: string, role: string): Container;
  /** SDK clients for a container, over the seam of the run. */
  clients(container: Container): Clients;
  /** Those that payouts take besides. */
  payoutClients(container: Container): PayoutClients;
  /** The client of S3, where there are archives. */
  objects(container: Container): Pick<S3Client, "send">;
  /** The client of S3 of whoever pays uploaded files or makes reports. */
  files(container: Container): Pick<S3Client, "send">;
  /** `fetch` of a container. */
  fetch(container: Container): (request: Request) => Promise<Response>;
}

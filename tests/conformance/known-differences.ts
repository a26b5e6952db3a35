import type { ServiceName } from "./case.ts";
import { emulatorDifferences } from "./emulator-differences.ts";

/** Cases in which a target is known to differ, and why that is so. */
export interface KnownDifference {
  readonly target: string;
  readonly service: ServiceName;
  readonly topic: string;
  readonly cases: readonly string[];
  readonly why: string;
}

/** Every accepted difference; one that is gone has to go from here as well. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    target: "local",
    service: "dynamodb",
    topic: "expressions",
    cases: ["A legacy parameter and an expression at once"],
    why: "legacy parameters are refused by name, NotImplemented (docs/local-differences.md)",
  },
  {
    target: "local",
    service: "sqs",
    topic: "fifo",
    cases: ["A receive attempt is answered again while nothing changed"],
    why: "ReceiveRequestAttemptId is not remembered (docs/local-differences.md)",
  },
  ...emulatorDifferences,
];

import { isPassed, type Measurement } from "./measurement.ts";

/** The one line that a drill ends with for programs. */
export function summaryLine(measured: Measurement): string {
  const { figures, drill } = measured;
  const { tail, lost, doubleCharged, overdrawn, reversed } = figures;
  return JSON.stringify({
    drill,
    ok: isPassed(measured),
    detectionSeconds: rounded(figures.detectionSeconds),
    routingSeconds: rounded(figures.routingSeconds),
    rtoSeconds: rounded(figures.rtoSeconds),
    tail,
    lost,
    doubleCharged,
    overdrawn,
    reversed,
    goodputAfterHeal: rounded(figures.goodputAfterHeal),
    ...(figures.caughtUpSeconds !== undefined && { caughtUpSeconds: rounded(figures.caughtUpSeconds) }),
  });
}

/** What a drill came to, for people. */
export function summaryText(measured: Measurement): readonly string[] {
  const { bounds, verdicts, payments } = measured;
  const word = isPassed(measured) ? "passed" : "FAILED";
  const broken = verdicts.filter(({ faults }) => faults.length > 0);
  return [
    "",
    `${payments.asked} payments asked for, ${payments.accepted} accepted, ${payments.declined} declined`,
    ...bounds.map(
      ({ name, wanted, measured: found, kept }) => `${kept ? "kept  " : "MISSED"}  ${name}: ${found} (${wanted})`,
    ),
    ...broken.flatMap(({ name, faults }) => [
      `BROKEN  ${name}`,
      ...faults.slice(0, 5).map((fault) => `        ${fault}`),
    ]),
    `${word}: ${verdicts.length - broken.length} of ${verdicts.length} checkers hold`,
  ];
}

/** Milliseconds are as exact as a look at it every quarter of a second is. */
function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 1_000) / 1_000;
}

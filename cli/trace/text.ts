import { formatMoney } from "../../functions/domain/money.ts";
import type { Deployment } from "../deployment.ts";
import { aligned, duration } from "../text.ts";
import type { PaymentTrace, TracedPayment } from "./reading.ts";
import { withoutPlumbing, type TraceStep } from "./steps.ts";

/** A payment's traces for people: a line a step, with when it began, how long it took and where. */
export function traceLines({ payment, traces }: TracedPayment, deployment: Deployment): readonly string[] {
  const { id, amount, currency, source, payee, state } = payment;
  const head = [`${id}  ${formatMoney(amount, currency)}  ${state}`, `from ${source} to ${payee}`];
  if (traces.length === 0)
    return [...head, "", "Nothing was recorded of it: X-Ray samples, and this request was not chosen."];
  return [...head, ...traces.flatMap((trace) => ["", ...treeLines(trace, deployment)])];
}

function treeLines({ id, wrote, steps, isCut }: PaymentTrace, deployment: Deployment): readonly string[] {
  const begins = steps[0]?.startedAt;
  const title = `trace ${id}`;
  if (begins === undefined) return [`${title}: no step has arrived, or X-Ray has forgotten it (30 days)`];
  const rows = withoutPlumbing(steps).flatMap((step) => rowsOf(step, 0, begins, deployment));
  return [
    `${title}, ${new Date(begins).toISOString()}`,
    ...aligned([["at", "took", "cell", "step"], ...rows], [0, 1]),
    `wrote ${wrote.join(", ")}`,
    ...(isCut ? ["X-Ray has left steps out: a region keeps so much of a trace, and no more"] : []),
  ];
}

function rowsOf(
  step: TraceStep,
  depth: number,
  begins: number,
  deployment: Deployment,
): readonly (readonly string[])[] {
  const took = step.endedAt - step.startedAt;
  const own = [
    `+${duration(step.startedAt - begins)}`,
    duration(took),
    placeOf(step, deployment),
    `${"  ".repeat(depth)}${nameOf(step, deployment)}${step.failed ? "  failed" : ""}`,
  ];
  return [own, ...step.steps.flatMap((inner) => rowsOf(inner, depth + 1, begins, deployment))];
}

/** The edge's step is recorded by the cell that answered, but was not done there. */
function placeOf({ name, region }: TraceStep, { cells }: Deployment): string {
  return name === "edge" ? "-" : (cells.find((cell) => cell.region === region)?.name ?? region);
}

function nameOf({ name, origin, about }: TraceStep, deployment: Deployment): string {
  const prefix = deployment.cells.map((cell) => `${deployment.prefix(cell.name)}-`).find((one) => name.startsWith(one));
  const short = prefix === undefined ? name : name.slice(prefix.length);
  const kind = origin === undefined ? "" : KINDS[origin];
  const { operation, method, type, host, attempt, status, result, answer } = about;
  const tried = attempt === undefined ? undefined : `attempt ${attempt}`;
  const known = [kind, type, operation, method, host, tried, status, status === undefined ? result : undefined, answer];
  const facts = known.filter((fact) => fact !== undefined && fact !== "");
  return facts.length === 0 ? short : `${short}  (${facts.join(" ")})`;
}

const KINDS: Readonly<Record<string, string>> = {
  "AWS::ApiGateway::Stage": "API Gateway",
  "AWS::Lambda": "Lambda",
  "AWS::Lambda::Function": "Lambda",
  "AWS::SQS::Queue": "SQS",
  "AWS::StepFunctions::StateMachine": "Step Functions",
};

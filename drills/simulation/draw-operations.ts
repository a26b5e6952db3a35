import { drawSending, upToOf, type Random } from "./drawing.ts";
import type { OperationStep, PaymentStep } from "./steps.ts";

/**
 * What is done about a payment later on: most are left alone, most authorizations are captured or given up; about some
 * there is more to do than they hold, part of it at the same moment.
 */
export function drawOperations(payment: PaymentStep, isBusy: boolean, random: Random): readonly OperationStep[] {
  if (payment.expiresIn !== undefined) return [captureAtTheEnd(payment, payment.expiresIn * 1000, random)];
  if (isBusy) return drawSeveral(payment, random);
  const upTo = upToOf(random);
  const manual = payment.capture === "manual";
  let then = payment.at;
  return Array.from({ length: manual ? 1 + upTo(1.25) : upTo(1.15) }, () => {
    then += 200 + upTo(12_000);
    const does = manual && random() < 0.75 ? (random() < 0.7 ? "capture" : "void") : "refund";
    const amount = random() < 0.5 ? undefined : 1 + upTo(payment.amount);
    return drawOperation(payment, does, then, amount, random);
  });
}

/** Two to four in a row, half of the later ones at the moment of the one before. */
function drawSeveral(payment: PaymentStep, random: Random): readonly OperationStep[] {
  const upTo = upToOf(random);
  const does =
    payment.capture === "automatic"
      ? (["refund", "refund", "refund", "refund"] as const)
      : random() < 0.3
        ? (["void", "capture", "void", "refund"] as const)
        : (["capture", "capture", "refund", "refund"] as const);
  let then = payment.at + 200;
  return does.slice(0, 2 + upTo(3)).map((kind, index) => {
    then += index > 0 && random() < 0.5 ? upTo(50) : 300 + upTo(8_000);
    const drawn = random();
    const amount = drawn < 0.4 ? undefined : drawn < 0.6 ? payment.amount : 1 + upTo(payment.amount);
    const operation = drawOperation(payment, kind, then, amount, random);
    // The first of several captures leaves something to be captured.
    return kind === "capture" && index === 0 ? { ...operation, final: false } : operation;
  });
}

/** A capture at about the moment when the authorization ends. */
function captureAtTheEnd(payment: PaymentStep, lastsMs: number, random: Random): OperationStep {
  const at = payment.at + lastsMs - 500 + upToOf(random)(3_000);
  return { ...drawOperation(payment, "capture", at, undefined, random), final: true, races: true, sends: "once" };
}

function drawOperation(
  payment: PaymentStep,
  does: OperationStep["does"],
  at: number,
  amount: number | undefined,
  random: Random,
): OperationStep {
  return {
    does,
    at,
    name: 0,
    payment: payment.name,
    amount: does === "void" ? undefined : amount,
    final: does !== "capture" || random() < 0.6,
    races: false,
    foreign: random() < 0.03,
    sends: drawSending(random),
    chance: upToOf(random)(2 ** 31),
  };
}

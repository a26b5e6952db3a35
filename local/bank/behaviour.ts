import { UserError } from "../core/errors.ts";

/** What the bank says of a payment. */
export type Verdict = "accepted" | "pending" | "settled" | "rejected";

/** What can go wrong with a message of the bank, by the chance that it does (0 to 1). */
export interface Mishaps {
  /** The payment is kept, but never answered. */
  readonly silent: number;
  /** The payment is neither kept nor answered. */
  readonly lost: number;
  /** The answer is no XML. */
  readonly invalidXml: number;
  readonly badSignature: number;
  /** The answer has a status that nobody knows. */
  readonly unknownStatus: number;
  /** The answer is about another payment, which stands otherwise. */
  readonly otherPayment: number;
  /** The end is called back twice. */
  readonly duplicate: number;
  /** The end is called back a hundred times as late. */
  readonly late: number;
  /** After the end the opposite is called back. */
  readonly contradictory: number;
}

/** How the bank behaves from now on. */
export interface Behaviour {
  /** Makes the same chances of the same messages. */
  readonly seed: number;
  /** What it answers a new payment at once. */
  readonly first: Verdict;
  /** How a payment ends that was taken on; `never`: it does not. */
  readonly end: "settled" | "rejected" | "never";
  readonly endAfterMs: number;
  /** The reason of rejections (ISO 20022 ExternalStatusReason1Code). */
  readonly reason: string;
  /** How long every answer takes. */
  readonly slowMs: number;
  /** Where ends are pushed to; null: nowhere, they have to be asked for. */
  readonly callBackUrl: string | null;
  readonly mishaps: Mishaps;
}

/** A bank that settles at once and makes no mistakes. */
export const defaultBehaviour: Behaviour = {
  seed: 1,
  first: "settled",
  end: "settled",
  endAfterMs: 1_000,
  reason: "AC04",
  slowMs: 0,
  callBackUrl: null,
  mishaps: {
    silent: 0,
    lost: 0,
    invalidXml: 0,
    badSignature: 0,
    unknownStatus: 0,
    otherPayment: 0,
    duplicate: 0,
    late: 0,
    contradictory: 0,
  },
};

const isMs = (value: unknown) => typeof value === "number" && value >= 0 && value <= 86_400_000;
const isOneOf =
  (...words: readonly string[]) =>
  (value: unknown) =>
    typeof value === "string" && words.includes(value);

const KNOBS: Readonly<Record<Exclude<keyof Behaviour, "mishaps">, readonly [(value: unknown) => boolean, string]>> = {
  seed: [(value) => Number.isSafeInteger(value), "a whole number"],
  first: [isOneOf("accepted", "pending", "settled", "rejected"), "accepted, pending, settled or rejected"],
  end: [isOneOf("settled", "rejected", "never"), "settled, rejected or never"],
  endAfterMs: [isMs, "milliseconds up to a day"],
  reason: [(value) => typeof value === "string" && /^[A-Z0-9]{1,4}$/.test(value), "up to four capitals and digits"],
  slowMs: [isMs, "milliseconds up to a day"],
  callBackUrl: [
    (value) => value === null || (typeof value === "string" && /^http:\/\/127\.0\.0\.1:\d+\//.test(value)),
    "an address on 127.0.0.1, or null",
  ],
};

/** The present behaviour with what `wanted` names changed. Throws `UserError` and changes nothing. */
export function changedBehaviour(present: Behaviour, wanted: unknown): Behaviour {
  const { mishaps = {}, ...knobs } = fieldsOf("the body", wanted, [...Object.keys(KNOBS), "mishaps"]);
  const chances = fieldsOf("mishaps", mishaps, Object.keys(defaultBehaviour.mishaps));
  for (const [name, [isRight, expected]] of Object.entries(KNOBS)) {
    if (knobs[name] !== undefined && !isRight(knobs[name])) throw new UserError(`${name}: expected ${expected}.`);
  }
  for (const [name, chance] of Object.entries(chances)) {
    const isChance = typeof chance === "number" && chance >= 0 && chance <= 1;
    if (!isChance) throw new UserError(`mishaps.${name}: expected a chance from 0 to 1.`);
  }
  return { ...present, ...knobs, mishaps: { ...present.mishaps, ...chances } };
}

function fieldsOf(name: string, value: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UserError(`${name}: expected a JSON object.`);
  }
  const stranger = Object.keys(value).find((key) => !known.includes(key));
  if (stranger !== undefined) throw new UserError(`${name}: there is no knob "${stranger}", only ${known.join(", ")}.`);
  return { ...value };
}

import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { PaymentEntry } from "../domain/entries.ts";
import { paymentFrom } from "../domain/payments.ts";
import { decodeItem } from "./item-codec.ts";

/** A payout's payment as the ledger has it and its stream tells it: so it travels, as JSON that loses no digit. */
export type PayoutImage = Readonly<Record<string, AttributeValue>>;

/** Reads an image. Throws where it is no payment's. */
export function payoutIn(image: PayoutImage): PaymentEntry {
  const { pk: _, sk: __, ...item } = decodeItem(image);
  return paymentFrom(item);
}

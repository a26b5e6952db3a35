import type { Wish } from "./client.ts";
import type { PayoutStep } from "./steps.ts";

/** Whom customers pay, by turns; the last one is on the sanctions list. */
const BENEFICIARIES: readonly [name: string, iban: string][] = [
  ["Ana Núñez", "NL91ABNA0417164300"],
  ["Jo Doe", "DE89370400440532013000"],
  ["Marie Dupont", "FR1420041010050500013M02606"],
  ["Ana Núñez", "GB29NWBK60161331926819"],
  ["Juan Ejemplo", "ES9121000418450200051332"],
  ["Viktor Beispielov", "NL91ABNA0417164300"],
];

/** The list that payouts are screened against. */
export const SANCTIONS = {
  version: "simulated-1",
  parties: [{ id: "S.1", names: ["Viktor Beispielov"], ibanPrefixes: [] }],
};

/** What a payout's step asks for. */
export function payoutWish(
  { name, source, amount, beneficiary }: PayoutStep,
  client: Wish["client"],
  accounts: readonly string[],
): Wish {
  const [who, iban] = BENEFICIARIES[beneficiary % BENEFICIARIES.length] ?? [];
  const body = { amount, currency: "EUR", beneficiary: { name: who, iban } };
  return { client, path: `/v1/accounts/${accounts[source]}/payouts`, key: `payout-${name}`, body };
}

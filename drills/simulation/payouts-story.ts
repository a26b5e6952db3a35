import type { BankMood, Forgery, PayoutsPlan } from "./payouts-plan.ts";

/** What befalls payouts, moment by moment. */
export function payoutEvents({
  moods,
  forgeries,
}: PayoutsPlan): readonly { readonly at: number; readonly text: string }[] {
  return [
    ...moods.map((mood) => ({ at: mood.at, text: moodText(mood) })),
    ...forgeries.map((forgery) => ({ at: forgery.at, text: forgeryText(forgery) })),
  ];
}

/** What befalls payouts all along. */
export function payoutBackground({ unheard, dying, unbookable }: PayoutsPlan): readonly string[] {
  const shares = [
    ["steps of payouts are done and said to have failed", unheard],
    ["connectors die when a payout has left", dying],
    ["rejected payouts cannot be given back", unbookable],
  ] as const;
  return shares.flatMap(([text, share]) => (share > 0 ? [`${text} (${share.toFixed(2)})`] : []));
}

function moodText({ cell, behaviour: { first, end, slowMs = 0, mishaps } }: BankMood): string {
  const slow = slowMs > 0 ? `, in ${(slowMs / 1000).toFixed(1)} s` : "";
  const odd = Object.entries(mishaps ?? {}).filter(([, chance]) => chance > 0);
  const said = odd.map(([name, chance]) => `${name} ${chance.toFixed(2)}`).join(", ");
  return `the bank of ${cell} answers ${first}, then ${end}${slow}${said === "" ? "" : ` (${said})`}`;
}

function forgeryText({ cell, does }: Forgery): string {
  return does === "wrongKey" ? `somebody forges the bank of ${cell}` : `the bank of ${cell} speaks of nobody's payout`;
}

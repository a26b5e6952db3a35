import { homeOf } from "../ids.ts";
import { parseMoment } from "../moments.ts";
import { columnsOf, dayOf, sortedBy, valueIn, zeroDays, type ReportKind, type ReportRow } from "./report.ts";
import type { VaultAccess } from "./vault-records.ts";

/** Who looked at personal data, and what for (GDPR articles 5(2) and 30), from the vault's own notes. */
export const personalDataAccess: ReportKind = {
  name: "personal-data-access",
  title: "Access to personal data",
  about:
    "Every look at whom payouts pay: those of operators one by one with their reasons, the platform's own as sums.",
  from: ["vault"],
  begin(scope) {
    const byPurpose = new Map<string, { readonly days: bigint[]; readonly people: Set<string>; count: bigint }>();
    const operators: VaultAccess[] = [];
    return {
      access(access) {
        const at = parseMoment(access.at);
        const day = at.ok ? dayOf(scope, at.value) : undefined;
        if (day === undefined || !scope.cells.includes(homeOf(access.payout))) return;
        const begin = () => ({ days: zeroDays(scope), people: new Set<string>(), count: 0n });
        const one = valueIn(byPurpose, `${homeOf(access.payout)} ${access.purpose}`, begin);
        one.count += 1n;
        one.people.add(access.payout);
        one.days[day] = (one.days[day] ?? 0n) + 1n;
        if (access.by !== undefined) operators.push(access);
      },
      body: () => ({
        tables: [
          {
            name: "purposes",
            title: "By purpose",
            about: "Looks of functions and of operators alike; payouts are those whose beneficiary was looked at.",
            bars: { of: "looks", named: ["cell", "purpose"] },
            columns: columnsOf({ cell: "text", purpose: "text", looks: "count", payouts: "count" }),
            rows: sortedBy(
              [...byPurpose].map(([key, { count, people }]): ReportRow => {
                const [cell, ...purpose] = key.split(" ");
                return { cell, purpose: purpose.join(" "), looks: count, payouts: BigInt(people.size) };
              }),
              "cell",
              "purpose",
            ),
          },
          {
            name: "operators",
            title: "By operators",
            about: "Each look that a person took, and the reason given.",
            columns: columnsOf({ at: "time", by: "text", purpose: "text", payout: "id", why: "text" }),
            rows: sortedBy(operators.map(operatorRow), "at", "payout"),
          },
        ],
        plots: [
          {
            name: "looks",
            title: "Looks a day",
            about: "By cell and purpose.",
            series: [...byPurpose].map(([name, { days }]) => ({ name, days })),
          },
        ],
      }),
    };
  },
};

function operatorRow({ at, by, purpose, payout, why }: VaultAccess): ReportRow {
  return { at, by, purpose, payout, why };
}

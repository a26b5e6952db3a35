import { rule } from "../../core/rule.ts";
import type { Case } from "../../core/rule.ts";
import { matches } from "../../iam/actions.ts";
import type { Statement } from "../../iam/document.ts";
import { allowedBy, faultsIn } from "../../iam/identity.ts";

const WRITES = [
  "dynamodb:PutItem",
  "dynamodb:UpdateItem",
  "dynamodb:DeleteItem",
  "dynamodb:BatchWriteItem",
  "dynamodb:PartiQLInsert",
  "dynamodb:PartiQLUpdate",
  "dynamodb:PartiQLDelete",
];

/** No item of the ledger is ever written by two cells: IAM holds every writer to the partition keys of its own. */
export const requireLedgerLeadingKeys = rule({
  name: "require-ledger-leading-keys",
  description: "Whoever writes the ledger may write items of one cell only, by dynamodb:LeadingKeys.",
  types: ["aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy", "aws:iam/role:Role"],
  property: "iam.RolePolicy.policy.ledgerLeadingKeys",
  severity: "critical",
  level: "mandatory",
  scope: "stack",
  reason:
    "Two cells that write one item lose money: replication of a global table keeps the later write and drops " +
    "the other.",
  remediation:
    "Give the statement `ForAllValues:StringLike` on `dynamodb:LeadingKeys` with the cell's prefix, such as " +
    "`eu#*`, and `Null` on it with `false`.",
  controls: { "pci-dss-4.0.1": ["7.2.5"], soc2: ["CC6.3"], gdpr: ["32.1.b"] },
  settings: {
    ledger: { type: "string", description: "How the ledger's table names end.", default: "-ledger" },
  },
  judge(given) {
    const { resource, settings } = given;
    const cell = cellOf(given);
    return faultsIn(allowedBy(resource), (statement) => {
      if (!writes(statement, settings.ledger)) return undefined;
      return faultOf(statement, cell);
    });
  },
});

function writes({ actions, notActions, resources, notResources }: Statement, ledger: string): boolean {
  const written = WRITES.some(
    (action) =>
      actions.some((one) => matches(one, action)) ||
      (notActions.length > 0 && !notActions.some((one) => matches(one, action))),
  );
  if (!written) return false;
  return notResources.length > 0 || resources.some((one) => isLedger(one, ledger));
}

/**
 * Whether a resource of a policy can be the ledger's table: by its name, or by a pattern that a name such as its fits.
 */
function isLedger(resource: string, ledger: string): boolean {
  if (resource === "*") return true;
  const [, , service = "", , , path = ""] = resource.split(":");
  if (!matches(service, "dynamodb")) return false;
  const [kind = "", table = "", ...below] = path.split("/");
  if (below.length > 0 || !matches(kind, "table")) return path === "*";
  return matches(table, `any${ledger}`) || table.endsWith(ledger);
}

/** The cell of the role that has the policy: its tag; `undefined` where it has none. */
function cellOf({ resource, read, stack }: Case<unknown>): string | undefined {
  const role =
    resource.type === "aws:iam/role:Role" ? resource : stack.referredBy(resource, "role", "aws:iam/role:Role");
  const tags = role === undefined ? read.map("tags") : role.read.map("tags");
  return tags.get("cell");
}

function faultOf({ conditions }: Statement, cell: string | undefined): string | undefined {
  const own = conditions.filter(({ key }) => key === "dynamodb:leadingkeys");
  const prefixes = own.filter(({ operator, set }) => set === "all" && /^string(like|equals)$/.test(operator));
  if (prefixes.length === 0) return "lets its role write items of every cell to the ledger.";
  // The values of one operator are alternatives, and several operators all have to hold.
  const narrow = prefixes.find(({ values }) => new Set(values.map(cellIn)).size === 1 && values.map(cellIn)[0] !== "");
  const named = narrow === undefined ? undefined : cellIn(narrow.values[0] ?? "");
  if (named === undefined) return "lets its role write items of several cells to the ledger.";
  if (cell !== undefined && named !== cell) return `lets a role of cell ${cell} write items of cell ${named}.`;
  const present = own.some(({ operator, values }) => operator === "null" && values.every((value) => value === "false"));
  if (present) return undefined;
  return "holds also where a request has no leading keys: `ForAllValues` is true of none.";
}

/** "eu" of "eu#*"; empty where the text is not held to one cell. */
function cellIn(value: string): string {
  return /^([^#*?]+)#/.exec(value)?.[1] ?? "";
}

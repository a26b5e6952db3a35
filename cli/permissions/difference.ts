import type { CellPlace } from "../deployment.ts";
import { grantText, type Grant, type RoleGrants } from "./grants.ts";

/** What changed of a role; `status` tells whether the role itself is new or gone. */
export interface RoleDifference {
  readonly stack: string;
  readonly role: string;
  readonly status: "added" | "removed" | "changed";
  readonly added: readonly Grant[];
  readonly removed: readonly Grant[];
  /** Who may assume the role now and could not before, and the other way round. */
  readonly assumedByAdded: readonly string[];
  readonly assumedByRemoved: readonly string[];
}

/** What a change adds and removes, role by role; roles that stay as they were are left out. */
export function differences(before: readonly RoleGrants[], after: readonly RoleGrants[]): readonly RoleDifference[] {
  const keyOf = ({ stack, role }: RoleGrants): string => `${stack} ${role}`;
  const old = new Map(before.map((role) => [keyOf(role), role]));
  const now = new Map(after.map((role) => [keyOf(role), role]));
  return [...new Set([...old.keys(), ...now.keys()])].toSorted().flatMap((key) => {
    const found = differenceOf(old.get(key), now.get(key));
    return found === undefined ? [] : [found];
  });
}

function differenceOf(before: RoleGrants | undefined, after: RoleGrants | undefined): RoleDifference | undefined {
  const { stack, role } = after ?? before ?? { stack: "", role: "" };
  const status = before === undefined ? "added" : after === undefined ? "removed" : "changed";
  const [old, now] = [before?.grants ?? [], after?.grants ?? []];
  const [oldWho, nowWho] = [before?.assumedBy ?? [], after?.assumedBy ?? []];
  const difference: RoleDifference = {
    stack,
    role,
    status,
    added: without(now, old),
    removed: without(old, now),
    assumedByAdded: nowWho.filter((who) => !oldWho.includes(who)),
    assumedByRemoved: oldWho.filter((who) => !nowWho.includes(who)),
  };
  const { added, removed, assumedByAdded, assumedByRemoved } = difference;
  const same = [added, removed, assumedByAdded, assumedByRemoved].every((list) => list.length === 0);
  return status === "changed" && same ? undefined : difference;
}

function without(grants: readonly Grant[], others: readonly Grant[]): readonly Grant[] {
  const texts = new Set(others.map(grantText));
  return grants.filter((grant) => !texts.has(grantText(grant)));
}

/** A grant that one cell's role has and another cell's same role has not. */
export interface CellDifference {
  readonly role: string;
  readonly cell: string;
  readonly other: string;
  /** What only `cell` grants, in words in which every cell is "CELL" and its region "REGION". */
  readonly only: readonly string[];
}

/**
 * Where cells that should be equal are not. A cell's own name and region stand for themselves; what is the same text in
 * both, such as the authority table's regions, is the same. `stackOf` names the stack of a cell.
 */
export function unequalCells(
  roles: readonly RoleGrants[],
  cells: readonly CellPlace[],
  stackOf: (cell: string) => string,
): readonly CellDifference[] {
  const [first, ...others] = cells;
  if (first === undefined) return [];
  return others.flatMap((other) => [...onlyIn(roles, first, other, stackOf), ...onlyIn(roles, other, first, stackOf)]);
}

function onlyIn(
  roles: readonly RoleGrants[],
  cell: CellPlace,
  other: CellPlace,
  stackOf: (cell: string) => string,
): readonly CellDifference[] {
  const theirs = roles.filter(({ stack }) => stack === stackOf(other.name));
  return roles
    .filter(({ stack }) => stack === stackOf(cell.name))
    .flatMap(({ role, grants }) => {
      const general = generalized(role, cell);
      const twin = theirs.find((candidate) => generalized(candidate.role, other) === general);
      const literal = new Set(twin?.grants.map(grantText));
      const alike = new Set(twin?.grants.map((grant) => generalized(grantText(grant), other)));
      const only = grants.map(grantText).filter((text) => !literal.has(text) && !alike.has(generalized(text, cell)));
      const told = only.map((text) => generalized(text, cell));
      return only.length === 0 ? [] : [{ role: general, cell: cell.name, other: other.name, only: told }];
    });
}

function generalized(text: string, { name, region }: CellPlace): string {
  // A region's name may hold the cell's: it goes first.
  return text.replaceAll(region, "REGION").replaceAll(new RegExp(`\\b${name}\\b`, "g"), "CELL");
}

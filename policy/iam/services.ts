import type { Statement } from "./document.ts";

const SOURCES: ReadonlySet<string> = new Set([
  "aws:sourcearn",
  "aws:sourceaccount",
  "aws:sourceowner",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "kms:calleraccount",
  "sts:externalid",
]);

/** The AWS services that this statement allows something. */
export function servicesAllowed(statement: Statement): readonly string[] {
  if (statement.effect !== "Allow") return [];
  return statement.principals.flatMap(({ kind, value }) => (kind === "Service" ? [value] : []));
}

/** Whether a condition fixes on whose behalf a service acts: its source, its account or its organization. */
export function namesSource({ conditions }: Statement): boolean {
  return conditions.some(
    ({ key, operator, ifExists, set, values }) =>
      SOURCES.has(key) &&
      !ifExists &&
      set !== "all" &&
      /^(stringequals|stringequalsignorecase|stringlike|arnequals|arnlike)$/.test(operator) &&
      values.length > 0 &&
      values.every((value) => !/^[*?]+$/.test(value)),
  );
}

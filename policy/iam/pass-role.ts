import type { Statement } from "./document.ts";

/** Whether a condition says to which services a role may be passed. */
export function namesPassedToService({ conditions }: Statement): boolean {
  return conditions.some(
    ({ key, operator, ifExists, set, values }) =>
      key === "iam:passedtoservice" &&
      !ifExists &&
      set !== "all" &&
      /^string(equals|equalsignorecase|like)$/.test(operator) &&
      values.length > 0 &&
      values.every((value) => !/^\*+$/.test(value)),
  );
}

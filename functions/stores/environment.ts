import { parseCellName, type CellName } from "../domain/ids.ts";

/** The raw variables of a process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A variable that must be there; its absence is a broken deployment and is named. */
export function requiredVariable(variables: Variables, name: string): string {
  const value = variables[name];
  if (value === undefined || value === "") throw new Error(`The environment variable ${name} is missing.`);
  return value;
}

/** A cell's name from a variable. */
export function cellVariable(variables: Variables, name: string): CellName {
  const text = requiredVariable(variables, name);
  const cell = parseCellName(text);
  if (!cell.ok) throw new Error(`The environment variable ${name} holds "${text}", which is no cell name.`);
  return cell.value;
}

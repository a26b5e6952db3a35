import type { Project, Resource } from "../core/rule.ts";

type JudgedStack = Project["stacks"][number]["stack"];

/** A cell as its stack shows it. */
export interface Cell {
  readonly name: string;
  readonly stage: string;
  /** By type and name, the name without what sets the cell apart. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** Under which key a resource of this cell is found in another cell. */
  keyOf(resource: Resource): string;
  /** Takes out of a text what sets the cell apart. */
  blank(text: string): string;
}

const remembered = new WeakMap<JudgedStack, Cell | "none">();

/** The cell that a stack is: `undefined` where no resource is tagged with one. `types` are read. */
export function cellOf(stack: JudgedStack, types: readonly string[]): Cell | undefined {
  const known = remembered.get(stack) ?? read(stack, types) ?? "none";
  remembered.set(stack, known);
  return known === "none" ? undefined : known;
}

function read(stack: JudgedStack, types: readonly string[]): Cell | undefined {
  const tagged = stack.resources.find(({ type, read }) => types.includes(type) && read.map("tags").has("cell"));
  const tags = tagged?.read.map("tags");
  const [name, stage] = [tags?.get("cell"), tags?.get("stage") ?? ""];
  if (tagged === undefined || name === undefined) return undefined;
  const blank = blanking(name, tags?.get("residency") ?? "", regionsOf(stack));
  const keyOf = ({ type, name: own }: Resource): string => `${type} ${blank(own)}`;
  const resources = new Map(stack.ofType(...types).map((resource) => [keyOf(resource), resource]));
  return { name, stage, resources, keyOf, blank };
}

/** The properties in which a resource of one cell differs from its like in another. */
export function differences(own: Cell, mine: Resource, peer: Cell, other: Resource): readonly string[] {
  const names = [...new Set([...mine.read.names(), ...other.read.names()])];
  const same = (a: unknown, b: unknown): boolean => isSame(opened(a), opened(b), own, peer);
  return names.filter((name) => !same(mine.read.whole(name), other.read.whole(name)));
}

/** A text is the same where it says the same, or says of each cell what it says of the other. */
function isSame(a: unknown, b: unknown, own: Cell, peer: Cell): boolean {
  if (typeof a === "string" && typeof b === "string") return a === b || own.blank(a) === peer.blank(b);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((one, index) => isSame(one, b[index], own, peer));
  }
  if (!isRecord(a) || !isRecord(b)) return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isSame(opened(a[key]), opened(b[key]), own, peer));
}

/** A document in a text is compared piece by piece. */
function opened(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return value ?? undefined;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function regionsOf({ resources }: JudgedStack): readonly string[] {
  return [
    ...new Set(resources.flatMap(({ read }) => (read.names().includes("region") ? [read.text("region")] : []))),
  ].filter((region) => region !== undefined);
}

/** Takes out of a text what names the cell: its name, residency and regions, its network, and what AWS made up. */
function blanking(cell: string, residency: string, regions: readonly string[]): (text: string) => string {
  const places = regions.map((region) => new RegExp(escaped(region), "g"));
  const names = new RegExp(`(?<![A-Za-z0-9])${escaped(cell)}(?![A-Za-z0-9])`, "g");
  const residence = new RegExp(`(?<![A-Za-z0-9])${escaped(residency)}(?![A-Za-z0-9])`, "g");
  return (text) =>
    places
      .reduce((left, place) => left.replaceAll(place, "{region}"), text)
      .replaceAll(names, "{cell}")
      .replaceAll(residence, "{residency}")
      .replaceAll(/\b10\.\d+\.(\d+\.\d+)\b/g, "10.{network}.$1")
      .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "{id}")
      .replaceAll(/(?<![A-Za-z0-9])(?=[a-f]*\d)[0-9a-f]{6,}(?![A-Za-z0-9])/g, "{id}");
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

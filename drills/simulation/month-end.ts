import { boundsOf } from "../../functions/domain/moments.ts";
import { monthOf } from "../../functions/domain/view-keys.ts";
import { subjectOf, textOf } from "../checkers/ledger-view.ts";
import { CLIENTS } from "./directory.ts";
import type { World } from "./world.ts";

/** So long after its end sums of a month are kept, whatever the clocks of a region are off. */
const SETTLED_MS = 2 * 3_600_000;
/** So often statements are asked for while the journal is read again, and in between, milliseconds. */
const ROUNDS = 8;
const PAUSE_MS = 250;
/** More at once than a cell has environments are refused, and asked again. */
const TRIES_MAX = 40;

/** Lets the month end, has it summed up, and only then lets its last entries into the views of a cell. */
export async function endMonth(world: World, cell: string): Promise<void> {
  const { kernel, cells } = world;
  const { to } = boundsOf(monthOf(BigInt(Math.floor(kernel.now()))));
  await kernel.elapse(Number(to) - kernel.now() + SETTLED_MS);
  const statements = statementsOf(world, cell, monthOf(to));
  await askFor(statements, world, cell);
  cells.find(({ name }) => name === cell)?.journal?.pause(false, "held");
  for (let round = 0; round < ROUNDS; round += 1) {
    await kernel.elapse(PAUSE_MS);
    await askFor(statements, world, cell);
  }
  await world.drain();
  await askFor(statements, world, cell);
}

/** A statement as its account's tenant asks for it. */
interface StatementOf {
  readonly path: string;
  readonly client: string;
}

/** Statements of all accounts whose tenants' clients are known. */
function statementsOf({ state }: World, cell: string, month: string): readonly StatementOf[] {
  const { cells, regions } = state();
  const items = regions.get(cells.get(cell) ?? "") ?? [];
  return items.flatMap(({ key, item }) => {
    if (key.sk !== "account") return [];
    const [client] = Object.entries(CLIENTS).find(([, tenant]) => tenant === textOf(item, "tenant")) ?? [];
    return client === undefined ? [] : [{ client, path: `/v1/accounts/${subjectOf(key)}/statements/${month}` }];
  });
}

/** Asks for all at once, for each again until it is answered. */
async function askFor(statements: readonly StatementOf[], world: World, cell: string): Promise<void> {
  const left = new Set(statements);
  for (let tries = 0; tries < TRIES_MAX && left.size > 0; tries += 1) {
    for (const statement of left) {
      const headers = { authorization: `Bearer ${world.token(cell, statement.client)}` };
      const request = { method: "GET", path: statement.path, headers, body: undefined } as const;
      const answered = world.request(request, cell);
      void answered.then(({ reply }) => reply?.status === 200 && left.delete(statement));
    }
    await world.kernel.elapse(PAUSE_MS);
  }
  if (left.size > 0) throw new Error(`Nobody answers ${[...left].map(({ path }) => path).join(", ")}.`);
}

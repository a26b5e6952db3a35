import { SANCTIONS_KEY } from "../../functions/domain/vault-keys.ts";
import { encodeKeyedItem } from "../../functions/stores/item-codec.ts";
import type { DynamoDb } from "../../local/aws/dynamodb/index.ts";
import { createSecretsManager } from "../../local/aws/secretsmanager/index.ts";
import type { ServiceModel } from "../../local/core/call.ts";
import type { ResourceModel } from "../../local/core/resource.ts";
import type { StoredPayouts } from "../checkers/payout-books.ts";
import { BANK_KEY, createSimulatedBank, type SimulatedBank } from "./bank.ts";
import type { TellCell } from "./bank-line.ts";
import { createMachines, type Machines } from "./executions.ts";
import { SANCTIONS } from "./payout-wishes.ts";
import type { SimulationParts } from "./parts.ts";
import { vaultTable } from "./tables.ts";
import type { Place, Weather } from "./weather.ts";

/** What payouts of all cells stand on: a vault, a machine and a bank for each, and the secret between them. */
export interface Rails {
  /** Models that functions call over the network. */
  readonly services: readonly ServiceModel[];
  readonly machines: Machines;
  bankOf(cell: string): SimulatedBank;
  /** Says how a cell hears its bank. */
  attach(cell: string, tell: TellCell): void;
  /** Payouts that the books fail for whatever is tried. */
  readonly unbookable: Set<string>;
  /** How likely a rejected payout becomes one of those, from now on. */
  unbookableShare: number;
  /** A cell's region is gone, or back: its executions stand still meanwhile. */
  turn(cell: string, weather: Pick<Weather, "isLost">): void;
  /** Executions under way that have still something to wait for: a bank that never decides is not waited for. */
  underWay(): number;
  books(): Omit<StoredPayouts, "acknowledged">;
}

/** What rails are made with. */
interface RailsOptions extends Pick<SimulationParts, "kernel" | "log" | "trace"> {
  readonly places: readonly Place[];
  readonly dynamoDb: DynamoDb;
}

const ACCOUNT = "111122223333";

/** The name of the secret that a cell shares with its bank. */
export function bankSecret(cell: string): string {
  return `prod-${cell}-bank`;
}

/** Stands rails up over which nothing has left yet. */
export async function createRails(options: RailsOptions): Promise<Rails> {
  const { kernel, log, places, dynamoDb } = options;
  const secrets = createSecretsManager({ kernel, accountId: ACCOUNT });
  const machines = createMachines(options);
  const ears = new Map<string, TellCell>();
  const banks = new Map<string, SimulatedBank>();
  for (const place of places) {
    await createVault(place, dynamoDb);
    await create(secrets.resources, "aws:secretsmanager/secret:Secret", place.region, { name: bankSecret(place.cell) });
    putSecret(secrets.service, place);
    const tell: TellCell = async (message) => ears.get(place.cell)?.(message);
    banks.set(place.cell, createSimulatedBank(options, tell));
  }
  const bankOf = (cell: string): SimulatedBank => {
    const bank = banks.get(cell);
    if (bank === undefined) throw new Error(`${cell} has no bank.`);
    return bank;
  };
  const running = (cell: string) => machines.executions(cell).filter(({ status }) => status === "running");
  return {
    services: [machines.service, secrets.service],
    machines,
    bankOf,
    attach: (cell, tell) => void ears.set(cell, tell),
    unbookable: new Set(),
    unbookableShare: 0,
    turn(cell, weather) {
      const region = places.find((place) => place.cell === cell)?.region ?? "";
      const lost = weather.isLost(region);
      const taken = new Set(
        bankOf(cell)
          .books()
          .map(({ endToEndId }) => endToEndId),
      );
      const stranded = running(cell).some(({ name }) => taken.has(endToEndIn(name)));
      if (lost && stranded) log.observe("payoutStranded");
      machines.regions.turn(region, lost ? "lost" : "here");
    },
    underWay() {
      const undecided = new Set([...banks.values()].flatMap((bank) => bank.undecided()));
      return places.flatMap(({ cell }) => running(cell)).filter(({ name }) => !undecided.has(endToEndIn(name))).length;
    },
    books: () => ({
      bank: [...banks.values()].flatMap((bank) => bank.books()),
      executions: places.flatMap(({ cell }) => machines.executions(cell)),
    }),
  };
}

/** By which a bank knows the payout of an execution: its name begins with the payment's id, `pay_eu_…`. */
function endToEndIn(execution: string): string {
  return /^pay_[a-z0-9]+_([0-9a-f]{32})/.exec(execution)?.[1] ?? "";
}

async function createVault({ cell, region }: Place, dynamoDb: DynamoDb): Promise<void> {
  const attributes = ["pk", "sk"].map((name) => ({ name, type: "S" }));
  const table = { name: vaultTable(cell), hashKey: "pk", rangeKey: "sk", billingMode: "PAY_PER_REQUEST", attributes };
  await create(dynamoDb.resources, "aws:dynamodb/table:Table", region, table);
  const Item = encodeKeyedItem(SANCTIONS_KEY, { list: JSON.stringify(SANCTIONS) });
  const caller = { kind: "root", arn: "", accountId: ACCOUNT } as const;
  const input = { TableName: vaultTable(cell), Item };
  void dynamoDb.service.handle({ service: "dynamodb", action: "PutItem", region, input, caller, requestId: "" });
}

function putSecret(service: ServiceModel, { cell, region }: Place): void {
  const keys = [{ id: BANK_KEY.id, secret: Buffer.from(BANK_KEY.secret).toString("base64") }];
  const input = { SecretId: bankSecret(cell), SecretString: JSON.stringify({ keys }) };
  const caller = { kind: "root", arn: "", accountId: ACCOUNT } as const;
  void service.handle({ service: "secretsmanager", action: "PutSecretValue", region, input, caller, requestId: "" });
}

async function create(
  resources: readonly ResourceModel[],
  type: string,
  region: string,
  inputs: Readonly<Record<string, unknown>>,
) {
  const model = resources.find((resource) => resource.type === type);
  if (model === undefined) throw new Error(`Nothing models ${type}.`);
  const name = typeof inputs["name"] === "string" ? inputs["name"] : type;
  return model.create({ type, name, urn: `urn:simulated:${name}`, inputs, region, accountId: ACCOUNT });
}

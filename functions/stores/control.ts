import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { parseCellName, parseTenant, type CellName, type Tenant } from "../domain/ids.ts";
import { ATTEMPT_MS, COPY_FRESH_MS, type KeptLease, type Lease, type LeaseCopy } from "../domain/lease.ts";
import type { Item } from "../domain/ledger-write.ts";
import type { Clock } from "./clock.ts";
import { decodeItem, encodeItem } from "./item-codec.ts";
import { decodeCount, decodeHomes, encodeHomes } from "./lease-codec.ts";

/** A cell's token issuer, as every cell's control table has it. */
export interface Issuer {
  readonly cell: CellName;
  /** The `iss` of its tokens. */
  readonly url: string;
  /** Its public keys: a JWK Set (RFC 7517) as JSON text. */
  readonly keys: string;
}

/** The platform's own tenant, whose accounts the keepers' canary payments go between; given to no client. */
export const CANARY_TENANT = "platform-canary" as Tenant; // in the form that its parser accepts

/** What functions read from the control table of their region. */
export interface Control {
  /** The lease, read again when the copy is older than two seconds; if that fails, the old copy ages on. */
  lease(): Promise<LeaseCopy | undefined>;
  /** The copy at hand, whatever its age; no call. */
  leaseAtHand(): LeaseCopy | undefined;
  /** Reads the lease now: the ledger has shown that the copy is out of date. */
  refreshLease(): Promise<LeaseCopy | undefined>;
  /** Every cell of the platform, as the lease lists their homes. Throws while no lease was ever read: none has none. */
  cells(): Promise<readonly CellName[]>;
  /** The same by the lease as it is now. Throws where that cannot be read: an older one may lack a cell. */
  cellsNow(): Promise<readonly CellName[]>;
  /** Whether a cell is one of the platform; the lease is read again before it is said to be none. Throws likewise. */
  knows(cell: CellName): Promise<boolean>;
  issuer(cell: CellName): Promise<Issuer | undefined>;
  /**
   * The tenant that a cell's issuer gave this client to; undefined for a client nobody knows. The keepers' own clients,
   * which stand beside their issuers, are of a tenant that nobody else can be.
   */
  tenantOf(cell: CellName, clientId: string): Promise<Tenant | undefined>;
}

/** Nobody can say now which cells there are: what depends on that is asked again later, and decided by nobody. */
export class CellsUnknown extends Error {
  override readonly name = "CellsUnknown";

  constructor() {
    super("It is not known yet which cells there are.");
  }
}

/** What writing a lease came to. */
export type Renewal =
  /** With the lease whose place it took. */
  | { readonly outcome: "renewed"; readonly before: KeptLease | undefined }
  /** A newer one was there. */
  | { readonly outcome: "superseded" };

/** What a keeper writes to the control table of its region. */
export interface ControlWriter {
  /** Writes the lease in a keeper's name unless a newer one is there. */
  writeLease(lease: Lease, keeper: string): Promise<Renewal>;
  /** The lease that stands there; undefined where there is none. */
  keptLease(): Promise<KeptLease | undefined>;
  putDirectoryItem(pk: string, item: Item): Promise<void>;
}

/** The control table behind a DynamoDB client, with the copies that a function keeps. */
export function createControl(client: Pick<DynamoDBClient, "send">, table: string, clock: Clock): Control {
  let copy: LeaseCopy | undefined;
  let known: readonly CellName[] | undefined;
  let directory = new Map<string, Item>();

  const read = (pk: string) => readItem(client, table, pk, clock);

  /** Reads the lease; false where that could not be. */
  async function renew(): Promise<boolean> {
    const sentWall = clock.now();
    const sentMonotonic = clock.monotonic();
    const lease = await read("lease")
      .then(leaseFrom)
      .catch(() => undefined);
    // Reads overtake one another: an older lease never replaces a newer one.
    if (lease === undefined) return false;
    if (copy !== undefined && isOlder(lease, copy.lease)) return true;
    // A new map, so that a read under way fills the one that it was asked for.
    if (copy?.lease.directoryRevision !== lease.directoryRevision) directory = new Map();
    copy = { lease, sentWall, sentMonotonic };
    known = cellsOf(lease);
    return true;
  }

  async function refreshLease(): Promise<LeaseCopy | undefined> {
    await renew();
    return copy;
  }

  async function listed(pk: string): Promise<Item | undefined> {
    const asked = directory;
    const known = asked.get(pk);
    if (known !== undefined) return known;
    const item = await read(pk);
    if (item !== undefined) asked.set(pk, item);
    return item;
  }

  const lease = async (): Promise<LeaseCopy | undefined> => {
    const fresh = copy !== undefined && clock.monotonic() - copy.sentMonotonic <= COPY_FRESH_MS;
    return fresh ? copy : refreshLease();
  };

  async function cells(): Promise<readonly CellName[]> {
    await lease();
    if (known === undefined) throw new CellsUnknown();
    return known;
  }

  async function cellsNow(): Promise<readonly CellName[]> {
    if (!(await renew()) || known === undefined) throw new CellsUnknown();
    return known;
  }

  return {
    lease,
    leaseAtHand: () => copy,
    refreshLease,
    cells,
    cellsNow,
    knows: async (cell) => (await cells()).includes(cell) || (await cellsNow()).includes(cell),
    issuer: async (cell) => issuerFrom(cell, await listed(`issuer#${cell}`)),
    async tenantOf(cell, clientId) {
      const { canary } = (await listed(`issuer#${cell}`)) ?? {};
      if (clientId === canary) return CANARY_TENANT;
      return tenantFrom(await listed(`client#${cell}#${clientId}`));
    },
  };
}

function issuerFrom(cell: CellName, { url, keys }: Item = {}): Issuer | undefined {
  return typeof url === "string" && typeof keys === "string" ? { cell, url, keys } : undefined;
}

function tenantFrom({ tenant: named }: Item = {}): Tenant | undefined {
  const tenant = parseTenant(typeof named === "string" ? named : "");
  return tenant.ok && tenant.value !== CANARY_TENANT ? tenant.value : undefined;
}

/** The keeper's side of the control table. */
export function createControlWriter(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  clock: Pick<Clock, "deadline">,
): ControlWriter {
  return {
    async writeLease(lease, keeper) {
      const { revision, sent, homes, directoryRevision } = lease;
      const item = { pk: "lease", revision, sent: BigInt(sent), homes: encodeHomes(homes), directoryRevision, keeper };
      try {
        const { Attributes } = await client.send(
          new PutItemCommand({
            TableName: table,
            Item: encodeItem(item),
            ConditionExpression:
              "attribute_not_exists(pk) OR revision < :revision OR (revision = :revision AND sent < :sent)",
            ExpressionAttributeValues: { ":revision": { N: `${revision}` }, ":sent": { N: `${sent}` } },
            ReturnValues: "ALL_OLD",
          }),
          { abortSignal: clock.deadline(ATTEMPT_MS) },
        );
        return { outcome: "renewed", before: keptFrom(Attributes && decodeItem(Attributes)) };
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return { outcome: "superseded" };
        throw error;
      }
    },
    keptLease: async () => keptFrom(await readItem(client, table, "lease", clock)),
    async putDirectoryItem(pk, item) {
      const input = { TableName: table, Item: { ...encodeItem(item), pk: { S: pk } } };
      await client.send(new PutItemCommand(input), { abortSignal: clock.deadline(ATTEMPT_MS) });
    },
  };
}

async function readItem(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  pk: string,
  clock: Pick<Clock, "deadline">,
): Promise<Item | undefined> {
  const input = { TableName: table, Key: { pk: { S: pk } }, ConsistentRead: true };
  const { Item } = await client.send(new GetItemCommand(input), { abortSignal: clock.deadline(ATTEMPT_MS) });
  return Item === undefined ? undefined : decodeItem(Item);
}

function keptFrom(item: Item | undefined): KeptLease | undefined {
  const lease = leaseFrom(item);
  const keeper = item?.["keeper"];
  return lease === undefined ? undefined : { lease, keeper: typeof keeper === "string" ? keeper : "" };
}

function cellsOf({ homes }: Lease): readonly CellName[] {
  return Object.keys(homes).flatMap((home) => {
    const cell = parseCellName(home);
    return cell.ok ? [cell.value] : [];
  });
}

function isOlder(lease: Lease, than: Lease): boolean {
  return lease.revision < than.revision || (lease.revision === than.revision && lease.sent < than.sent);
}

/** Reads a stored lease; one that is missing or cannot be read is none, and what was known before ages on. */
function leaseFrom(item: Item | undefined): Lease | undefined {
  if (item === undefined) return undefined;
  return {
    revision: decodeCount(item["revision"], "revision"),
    sent: Number(decodeCount(item["sent"], "sent")),
    homes: decodeHomes(item["homes"]),
    directoryRevision: decodeCount(item["directoryRevision"], "directoryRevision"),
  };
}

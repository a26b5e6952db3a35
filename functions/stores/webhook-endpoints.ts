import { randomBytes } from "node:crypto";
import { homeOf, type CellName, type EndpointId, type Tenant } from "../domain/ids.ts";
import {
  endpointFrom,
  endpointKey,
  endpointPartition,
  gonePartition,
  goneRoundsOf,
  standingsOf,
  type Endpoint,
  type EndpointStanding,
  type SealedSecret,
} from "../domain/webhook-endpoints.ts";
import { SECRET_BYTES, secretFrom } from "../domain/webhook-message.ts";
import type { Clock, Random } from "./clock.ts";
import type { DataKeys } from "./data-keys.ts";
import { open, seal } from "./envelope.ts";
import type { Ledger } from "./ledger.ts";
import { reading } from "./reading.ts";
import { together } from "./together.ts";

/** What this cell's replica has of tenants' endpoints, those of every home. */
export interface Endpoints {
  ofTenant(tenant: Tenant): Promise<readonly EndpointStanding[]>;
  /** One of them; undefined where there is none, or none any more. */
  one(id: EndpointId, tenant: Tenant): Promise<EndpointStanding | undefined>;
}

/** Endpoints of a ledger, read at every call. Throws while it is not known which cells there are. */
export function createEndpoints(
  ledger: Pick<Ledger, "get" | "partition">,
  cells: () => Promise<readonly CellName[]>,
): Endpoints {
  const notesOf = async (tenant: Tenant) => {
    const of = (await cells()).map((cell) => gonePartition(cell, tenant));
    const notes = await together(of.map((pk) => ledger.partition(pk)));
    return goneRoundsOf(notes.flat().map(({ key: { sk }, item }) => ({ sk, item })));
  };
  return {
    async ofTenant(tenant) {
      const homes = await cells();
      const [goneRounds, ...found] = await together([
        notesOf(tenant),
        ...homes.map(async (home) => {
          const items = await ledger.partition(endpointPartition(home, tenant));
          return items.filter(({ key: { sk } }) => sk.startsWith("endpoint#")).map(({ item }) => endpointFrom(item));
        }),
      ]);
      return standingsOf(found.flat(), goneRounds);
    },
    async one(id, tenant) {
      const item = await ledger.get(endpointKey({ id, tenant }));
      if (item === undefined) return undefined;
      return standingsOf([endpointFrom(item)], await notesOf(tenant))[0];
    },
  };
}

/** The secrets that endpoints' messages are signed with. */
export interface WebhookSecrets {
  /** A new one, and as it is kept. */
  make(id: EndpointId): Promise<{ readonly secret: string; readonly sealed: SealedSecret }>;
  open({ id }: Pick<Endpoint, "id">, sealed: SealedSecret): Promise<string>;
}

/** So many opened secrets are kept at hand. */
const KEPT_MAX = 1_000;

/** Secrets under data keys of a key that every cell has: whichever sends can open what another has sealed. */
export function createWebhookSecrets(keys: DataKeys, clock: Clock, random: Random): WebhookSecrets {
  const opened = new Map<string, string>();
  return {
    async make(id) {
      const secret = secretFrom(randomBytes(SECRET_BYTES));
      const { plain, sealed } = await keys.make(id);
      return { secret, sealed: { key: sealed, box: seal(secret, plain, aboutOf(id)) } };
    },
    async open({ id }, { key, box }) {
      const known = opened.get(box);
      if (known !== undefined) return known;
      // Opening it twice does no harm, and a message that has to wait for another turn waits for minutes.
      const plain = await reading(() => keys.open(key, id), clock, random);
      const secret = open(box, plain, aboutOf(id));
      if (opened.size >= KEPT_MAX) opened.clear();
      opened.set(box, secret);
      return secret;
    },
  };
}

function aboutOf(id: EndpointId): string {
  return `webhook secret of ${id} at home in ${homeOf(id)}`;
}

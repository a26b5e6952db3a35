import { createApp, type Runner } from "../../../../functions/batch-runner/app.ts";
import { decodePart, type FilePart } from "../../../../functions/batch-runner/parts-queue.ts";
import { createControl } from "../../../../functions/stores/control.ts";
import { systemClock, type Clock } from "../../../../functions/stores/clock.ts";
import { createUploadNotes } from "../../../../functions/stores/payment-uploads.ts";
import { canonicalJson } from "../../../../functions/stores/request-hash.ts";
import type { UploadedFile } from "../../../../functions/stores/uploaded-files.ts";
import type { ProcessFault } from "./faults.ts";
import { apiClient, funded, type ApiAnswer } from "../platform/api-client.ts";
import { createPlatform, uploadsTable, type Platform } from "../platform/platform.ts";
import { dynamoDbSeam } from "../platform/sdk-seam.ts";

/** A platform whose cell eu pays files: between it and its queues stand plain lists. */
export interface UploadWorld {
  readonly platform: Platform;
  readonly shop: ReturnType<typeof apiClient>;
  readonly debtor: string;
  readonly payees: readonly string[];
  runner: Runner;
  /** Parts that are handed on and not paid yet. */
  readonly queue: FilePart[];
  readonly faults: ProcessFault;
  /** Its process ends: another one, which has read nothing yet, goes on. */
  restart(): void;
  /** Asks for an upload: its answer. */
  ask(key?: string, from?: string): Promise<ApiAnswer>;
  /** Puts a file where an upload awaits it, a version of its object: what S3 would tell of it. */
  put(id: string, xml: string): UploadedFile;
  /** All of it: asks, puts, checks, pays; gives the upload's id. */
  bring(xml: string, from?: string): Promise<string>;
  /** Pays whatever is handed on; what is not decided goes back to the end, `turns` times at the most. */
  work(turns?: number): Promise<void>;
  read(id: string, below?: string, debtor?: string): Promise<ApiAnswer>;
  /** Every line of an upload, page by page. */
  lines(id: string, debtor?: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** Makes the world. */
export async function createUploadWorld(): Promise<UploadWorld> {
  const platform = await createPlatform();
  const shop = apiClient(platform);
  const debtor = await funded(platform, "eu", 10_000_000);
  const payees = [await shop.open("eu"), await shop.open("us")];
  const { name, region, ledger, vault } = platform.cell("eu");
  const { kernel } = platform;
  const clock: Clock = {
    now: kernel.now,
    monotonic: kernel.now,
    sleep: async () => {},
    deadline: systemClock().deadline,
  };
  const client = dynamoDbSeam(platform.dynamoDb.service, region);
  const texts = new Map<string, string>();
  const queue: FilePart[] = [];
  const faults: ProcessFault = {
    sendingFailsAfter: undefined,
    notesFail: false,
    controlDown: false,
    meanwhile: undefined,
  };
  const othersDo = async (moment: "note" | "keep"): Promise<void> => {
    const { meanwhile } = faults;
    if (meanwhile?.before !== moment) return;
    faults.meanwhile = undefined;
    await meanwhile.does();
  };
  const notes = createUploadNotes(client, uploadsTable("eu"), clock, kernel.random);
  const hasher = { hash: async (body: Readonly<Record<string, unknown>>) => `v1:${canonicalJson(body)}` };
  const send = (...call: Parameters<typeof client.send>) =>
    faults.controlDown ? Promise.reject(new Error("control is down")) : client.send(...call);
  // Whoever reads the control table sends nothing but commands with options.
  const control = () => createControl({ send: send as typeof client.send }, "prod-eu-control", clock);
  const start = () =>
    createApp(
      { cell: name },
      {
        paying: { ledger, vault, hasher, control: control() },
        notes: {
          ...notes,
          async note(...noted) {
            await othersDo("note");
            return notes.note(...noted);
          },
          async putPart(id, part, after) {
            await othersDo("keep");
            if (faults.notesFail) throw new Error("the process died");
            return notes.putPart(id, part, after);
          },
        },
        files: { read: async ({ object, version }) => texts.get(`${object} ${version}`) },
        parts: {
          async send(parts) {
            // As a message has them.
            const written = parts.map((part) =>
              decodePart(JSON.stringify(part, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value))),
            );
            queue.push(...written.slice(0, faults.sendingFailsAfter ?? written.length));
            if (faults.sendingFailsAfter !== undefined) throw new Error("the process died");
          },
        },
      },
      clock,
      kernel.random,
    );
  const world: UploadWorld = {
    platform,
    shop,
    debtor,
    payees,
    runner: start(),
    queue,
    faults,
    restart: () => void (world.runner = start()),
    ask: (key, from = debtor) =>
      shop.send("POST", `/v1/accounts/${from}/payment_uploads`, { cell: "eu", ...(key !== undefined && { key }) }),
    put(id, xml) {
      const object = `files/${id}.xml`;
      const version = `${texts.size + 1}`;
      texts.set(`${object} ${version}`, xml);
      return { object, version, bytes: Buffer.byteLength(xml) };
    },
    async bring(xml, from) {
      const { body } = await world.ask(undefined, from);
      await world.runner.take(world.put(String(body["id"]), xml));
      await world.work();
      return String(body["id"]);
    },
    async work(turns = 50) {
      for (let turn = 0; turn < turns; turn += 1) {
        const part = queue.shift();
        if (part === undefined) return;
        if ((await world.runner.pay(part)) > 0) queue.push(part);
      }
    },
    read: (id, below = "", from = debtor) =>
      shop.get(`/v1/accounts/${from}/payment_uploads/${id}${below}`, { cell: "eu" }),
    async lines(id, from) {
      const found: Readonly<Record<string, unknown>>[] = [];
      let query: string | null = "";
      while (query !== null) {
        const { body }: ApiAnswer = await world.read(id, `/lines${query}`, from);
        // The API's own form.
        const page = body as { readonly data: typeof found; readonly next_cursor: string | null };
        found.push(...page.data);
        query = page.next_cursor === null ? null : `?cursor=${page.next_cursor}`;
      }
      return found;
    },
  };
  return world;
}

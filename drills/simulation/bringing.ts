import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import { paymentFile } from "./payment-file.ts";
import type { Asker, Body, createTenantRequests } from "./tenant-requests.ts";
import type { Uploads } from "./uploads.ts";
import type { FilePlan } from "./uploads-plan.ts";

/** A payment file with the account that it is paid from, and the uploads that bring it. */
export interface BroughtFile {
  readonly plan: FilePlan;
  readonly messageId: string;
  readonly asker: Asker;
  debtor: string;
  readonly lines: { payee: string; amount: number }[];
  /** By their ids: whether S3 has said that it has the file. */
  readonly uploads: Map<string, { brought: boolean }>;
}

/** Between two tries to put a file, and before a file is brought again; milliseconds. */
const PAUSE_MS = 1_000;
const LATER_MS = 6_000;

/** Brings files as their plans say, each until S3 has it. */
export function createBringing(
  uploads: Pick<Uploads, "put">,
  ask: ReturnType<typeof createTenantRequests>,
  kernel: VirtualKernel,
): (file: BroughtFile) => Promise<void> {
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => kernel.after(ms, resolve));

  /** The URL of an upload of a file, which `key` tells from its others. */
  function askFor({ asker, debtor, plan }: BroughtFile, key: string): Promise<Body> {
    const path = `/v1/accounts/${debtor}/payment_uploads`;
    // Whoever asks a cell by its name and is sent elsewhere asks the edge from then on.
    let first = plan.asks;
    return ask(asker, { method: "POST", path, key, body: {} }, () => {
      const origin = first;
      first = undefined;
      return origin;
    });
  }

  async function put(file: BroughtFile, { upload_url: url, upload_headers: headers }: Body): Promise<void> {
    // The API's own form.
    const named = headers as Readonly<Record<string, string>>;
    const body = paymentFile(file.messageId, file.lines);
    // S3 refuses a second file under the same name: then the first one is there.
    for (let status: number | undefined; status !== 200 && status !== 412;) {
      status = await uploads.put({ url: String(url), headers: named, body });
      if (status === undefined) await sleep(PAUSE_MS);
      else if (status !== 200 && status !== 412) throw new Error(`S3 answers ${status} to ${file.messageId}.`);
    }
  }

  async function bring(file: BroughtFile, key: string, times: number): Promise<void> {
    const answer = await askFor(file, key);
    const id = String(answer["id"]);
    const upload = file.uploads.get(id) ?? { brought: false };
    file.uploads.set(id, upload);
    if (times === 0) return;
    await Promise.all(Array.from({ length: times }, () => put(file, answer)));
    upload.brought = true;
  }

  return async (file) => {
    const { plan, messageId } = file;
    switch (plan.brought) {
      case "once":
        return bring(file, messageId, 1);
      case "twice":
        return bring(file, messageId, 2);
      case "again":
        await bring(file, messageId, 1);
        await sleep(LATER_MS);
        return bring(file, `${messageId} again`, 1);
      case "twoUploads":
        await Promise.all([bring(file, messageId, 1), bring(file, `${messageId} too`, 1)]);
        return;
      case "never":
        return bring(file, messageId, 0);
    }
  };
}

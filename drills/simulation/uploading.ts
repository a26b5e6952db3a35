import type { Cell } from "./cells.ts";
import type { TenantRequestsOptions } from "./tenant-requests.ts";
import { createUploaders, type Uploaders } from "./uploaders.ts";
import type { Uploads } from "./uploads.ts";

/** All that a run has of uploaded files beyond the functions of its cells. */
export interface Uploading extends Pick<Uploaders, "open" | "isDone" | "look" | "run"> {
  /** Has files brought, and lets befall whoever pays them what the plan says, from now on. */
  begin(): void;
  heal(): void;
}

/** What uploading is made with. */
export type UploadingOptions = TenantRequestsOptions & { readonly cells: readonly Cell[] };

/** Uploading of a run in which nothing has happened yet. */
export function createUploading(uploads: Uploads, options: UploadingOptions): Uploading {
  const { kernel, cells } = options;
  const uploaders = createUploaders(uploads, options);
  const breakDown = (which: (cell: string) => boolean, broken: boolean): void => {
    for (const { name, uploads: paying } of cells) if (which(name)) paying?.runner.breakDown(broken);
  };

  return {
    ...uploaders,
    begin() {
      uploaders.begin();
      for (const { does, cell, at, until } of uploads.plan.episodes) {
        const hit = (name: string): boolean => name === cell;
        if (does === "dies") kernel.after(at, () => cells.find(({ name }) => hit(name))?.uploads?.runner.killAll());
        else {
          kernel.after(at, () => breakDown(hit, true));
          kernel.after(until, () => breakDown(hit, false));
        }
      }
    },
    heal: () => breakDown(() => true, false),
  };
}

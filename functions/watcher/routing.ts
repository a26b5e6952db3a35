import { routerChanges } from "../domain/router-keys.ts";
import type { AuthorityState } from "../domain/authority.ts";
import type { Clock } from "../stores/clock.ts";
import type { RouterStore } from "../stores/key-value-store.ts";

/** Makes the edge router's store say what the authority says. */
export interface Routing {
  /** Looks at the store where the authority has changed or the last look is some time ago; true when it was changed. */
  follow(revision: bigint): Promise<boolean>;
}

/** Somebody else may have changed the store: so often it is looked at anyway. */
const CHECK_MS = 30_000;

/** `read` reads the authority strongly; undefined while there is none. */
export function createRouting(
  router: RouterStore,
  read: () => Promise<AuthorityState | undefined>,
  clock: Pick<Clock, "monotonic">,
): Routing {
  let followed: { readonly revision: bigint; readonly etag: string; readonly checked: number } | undefined;

  return {
    async follow(revision) {
      const now = clock.monotonic();
      const same = followed?.revision === revision ? followed : undefined;
      if (same !== undefined && now - same.checked < CHECK_MS) return false;
      const etag = await router.etag();
      if (same?.etag === etag) {
        followed = { ...same, checked: now };
        return false;
      }
      const keys = await router.keys();
      // Read after the ETag: an older authority than another watcher wrote would come with an older ETag.
      const authority = await read();
      if (authority === undefined) return false;
      const changes = routerChanges(keys, authority.homes);
      if (changes.puts.size + changes.deletes.length === 0) {
        followed = { revision: authority.revision, etag, checked: now };
        return false;
      }
      // The next look tells whether that was all of it.
      followed = undefined;
      return router.update(changes, etag);
    },
  };
}

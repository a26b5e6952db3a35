import type { Caller, SessionFacts } from "../../core/call.ts";
import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";
import type { RoleView } from "../iam/index.ts";
import { roleCaller, rootCaller } from "../principals.ts";

/** Temporary credentials of a role's session. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** What the endpoint has to know of an access key to verify a signature. Root's never expire and have no token. */
export interface KnownCredentials {
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiresAt?: number;
  readonly caller: Caller;
}

/** What a new session has beyond its role. */
export type SessionDeclaration = Partial<Omit<SessionFacts, "issuedMs">>;

/** Every access key of the local cloud. */
export interface SessionStore {
  start(
    role: Pick<RoleView, "arn">,
    sessionName: string,
    seconds: number,
    declaration?: SessionDeclaration,
  ): Credentials;
  lookup(accessKeyId: string): KnownCredentials | undefined;
}

/** Expired sessions are kept for a while so that their use is called expired and not unknown. */
const EXPIRED_KEPT_MS = 3_600_000;

/** Creates a store that knows root alone: its access key is `local`, its secret `local`. */
export function createSessionStore(kernel: Kernel, accountId: string): SessionStore {
  const root: KnownCredentials = { secretAccessKey: "local", caller: rootCaller(accountId) };
  const sessions = new Map<string, KnownCredentials & Credentials>();
  return {
    start(role, sessionName, seconds, declaration) {
      const now = kernel.now();
      for (const [accessKeyId, { expiresAt }] of sessions) {
        if (expiresAt + EXPIRED_KEPT_MS < now) sessions.delete(accessKeyId);
      }
      const credentials = {
        accessKeyId: `ASIA${randomHex(kernel, 8).toUpperCase()}`,
        secretAccessKey: randomHex(kernel, 20),
        sessionToken: randomHex(kernel, 32),
        expiresAt: now + seconds * 1000,
      };
      const session = { issuedMs: now, policies: [], tags: {}, transitiveTagKeys: [], subnetIds: [], ...declaration };
      const caller = roleCaller(role.arn, sessionName, accountId, session);
      sessions.set(credentials.accessKeyId, { ...credentials, caller });
      return credentials;
    },
    lookup: (accessKeyId) => (accessKeyId === "local" ? root : sessions.get(accessKeyId)),
  };
}

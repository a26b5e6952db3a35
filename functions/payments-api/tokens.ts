import { JwtBaseError } from "aws-jwt-verify/error";
import { JwtVerifier } from "aws-jwt-verify/jwt-verifier";
import type { CellName, Tenant } from "../domain/ids.ts";
import type { Clock } from "../stores/clock.ts";
import type { Control, Issuer } from "../stores/control.ts";
import { Problem } from "./problems.ts";
import { together } from "../stores/together.ts";

/** Who makes a request, by its token alone. */
export interface Principal {
  readonly tenant: Tenant;
  readonly scopes: ReadonlySet<string>;
}

/** Verifies access tokens of every cell's issuer with the public keys in `control`; no call leaves the region. */
export interface TokenVerifier {
  /**
   * Throws the problem `token_missing` or `token_invalid`; never says more than that about a token. Whoever cannot say
   * which cells there are knows not every issuer, and calls no token wrong: throws that.
   */
  verify(authorization: string | undefined): Promise<Principal>;
}

/** What a verified token says, and by which keys it was verified. */
interface Verified {
  readonly issuer: Issuer;
  readonly claims: Readonly<Record<string, unknown>>;
}

interface IssuerVerifier {
  readonly keys: string;
  readonly verifySync: (token: string) => Readonly<Record<string, unknown>>;
}

/** Times are judged here, by the injected clock; this switches the library's own judgement off. */
const BY_OUR_CLOCK_SECONDS = 10 * 365 * 24 * 3600;

/** A client sends the same token for an hour: its signature is looked at once while the issuer's keys stay the same. */
const REMEMBERED_MAX = 1_000;

/** Makes a verifier; keys are parsed once for each issuer and key set. */
export function createTokenVerifier(control: Control, clock: Clock): TokenVerifier {
  const verifiers = new Map<string, IssuerVerifier>();
  const remembered = new Map<string, Verified>();

  function verifierOf({ url, keys }: Issuer): IssuerVerifier {
    const known = verifiers.get(url);
    if (known?.keys === keys) return known;
    const verifier = JwtVerifier.create({ issuer: url, audience: null, graceSeconds: BY_OUR_CLOCK_SECONDS });
    verifier.cacheJwks(JSON.parse(keys));
    const made = { keys, verifySync: (token: string) => verifier.verifySync(token) };
    verifiers.set(url, made);
    return made;
  }

  async function listedIssuer(url: unknown, cells: readonly CellName[]): Promise<Issuer | undefined> {
    const issuers = await together(cells.map((cell) => control.issuer(cell)));
    return issuers.find((issuer) => issuer?.url === url);
  }

  async function issuerOf(token: string): Promise<Issuer | undefined> {
    const iss = claimedIssuer(token);
    const listed = await listedIssuer(iss, await control.cells());
    // A cell that was added a moment ago is in no older copy of the lease.
    return listed ?? listedIssuer(iss, await control.cellsNow());
  }

  async function verified(token: string): Promise<Verified | undefined> {
    const before = remembered.get(token);
    if (before !== undefined && (await control.issuer(before.issuer.cell))?.keys === before.issuer.keys) return before;
    try {
      const issuer = await issuerOf(token);
      if (issuer === undefined) return undefined;
      const found = { issuer, claims: verifierOf(issuer).verifySync(token) };
      if (remembered.size >= REMEMBERED_MAX) remembered.clear();
      remembered.set(token, found);
      return found;
    } catch (fault) {
      if (fault instanceof JwtBaseError) return undefined;
      throw fault;
    }
  }

  return {
    async verify(authorization) {
      const token = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
      if (token === undefined) throw new Problem("token_missing", "Send an access token: Authorization: Bearer …");
      // Reads an old lease again, and with it the directory: a token that was good may be so no longer.
      await control.cells();
      const found = await verified(token);
      if (found === undefined) throw invalid();
      const { issuer, claims } = found;
      const { token_use: use, exp, nbf, client_id: client, scope } = claims;
      const seconds = clock.now() / 1000;
      if (use !== "access" || typeof exp !== "number" || exp <= seconds) throw invalid();
      if (typeof nbf === "number" && nbf > seconds) throw invalid();
      const tenant = typeof client === "string" ? await control.tenantOf(issuer.cell, client) : undefined;
      if (tenant === undefined) throw invalid();
      return { tenant, scopes: new Set(typeof scope === "string" ? scope.split(" ") : []) };
    },
  };
}

/** Whom a token says it comes from, before anything of it is believed; undefined where it cannot be read. */
function claimedIssuer(token: string): unknown {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    return typeof payload === "object" && payload !== null && "iss" in payload ? payload.iss : undefined;
  } catch {
    return undefined;
  }
}

/** One sentence for every fault of a token: which one it was is nobody's business. */
function invalid(): Problem {
  return new Problem("token_invalid", "The token is expired, forged, or from an issuer or client unknown here.", {
    headers: { "WWW-Authenticate": 'Bearer error="invalid_token"' },
  });
}

/** A cell's token issuer as its user pool publishes it. */
export interface PublishedIssuer {
  /** The `iss` of its tokens. */
  readonly url: string;
  /** Its JWK Set (RFC 7517) as JSON text. */
  readonly keys: string;
}

/** Fetches what a Cognito user pool publishes about itself; throws when it cannot be had within a second. */
export async function fetchIssuer(pool: {
  readonly region: string;
  readonly userPoolId: string;
  /** Where AWS is, when it is not where its names say. */
  readonly awsEndpoint: string | undefined;
}): Promise<PublishedIssuer> {
  const host = `https://cognito-idp.${pool.region}.amazonaws.com`;
  const address = `${pool.awsEndpoint ?? host}/${pool.userPoolId}/.well-known/jwks.json`;
  const reply = await fetch(address, { signal: AbortSignal.timeout(1_000) });
  if (!reply.ok) throw new Error(`The user pool's keys could not be fetched: status ${reply.status}.`);
  return { url: `${host}/${pool.userPoolId}`, keys: JSON.stringify(await reply.json()) };
}

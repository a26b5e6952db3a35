/** The header by which an origin knows that a request comes from us: its firewall refuses all others. */
export const ORIGIN_SECRET_HEADER = "x-origin-secret";

/**
 * Where a cell's own origin answers. Where AWS is somewhere else than its names say (the SDK's `AWS_ENDPOINT_URL`), so
 * are origins: that endpoint answers for each of them below `/_aws/origins/{host}`.
 */
export function originAddress(host: string, awsEndpoint: string | undefined): string {
  return awsEndpoint === undefined ? `https://${host}` : `${awsEndpoint}/_aws/origins/${host}`;
}

/**
 * Where a partner outside of AWS answers, by its https address. Where AWS is somewhere else than its names say, so is
 * the world: that endpoint answers for each partner below `/_aws/outside/{host}`.
 */
export function outsideAddress(url: string, awsEndpoint: string | undefined): string {
  return awsEndpoint === undefined ? url : `${awsEndpoint}/_aws/outside/${url.replace(/^https?:\/\//, "")}`;
}

/** Where the user pool of a domain prefix gives tokens out (Amazon Cognito: the token endpoint). */
export function tokenAddress(domain: string, region: string, awsEndpoint: string | undefined): string {
  return awsEndpoint === undefined
    ? `https://${domain}.auth.${region}.amazoncognito.com/oauth2/token`
    : `${awsEndpoint}/_aws/cognito/${domain}/oauth2/token`;
}

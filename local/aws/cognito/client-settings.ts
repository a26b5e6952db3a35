import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Properties } from "../../core/resource.ts";
import { readerOf } from "../inputs.ts";

/** What of a client's inputs decides which tokens it gets. */
export interface ClientSettings {
  readonly generateSecret: boolean;
  /** Empty where the switch for OAuth is off: then flows are kept but not served. */
  readonly allowedFlows: readonly string[];
  /** "payments/write" */
  readonly allowedScopes: readonly string[];
  readonly accessTokenSeconds: number;
}

const accessTokenLife = { usual: 3600, least: 300, most: 86_400 };

const unitSeconds: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** Reads the inputs of a client, which have Pulumi's names. Throws what Cognito would refuse. */
export function clientSettings(given: Properties, knowsScope: (scope: string) => boolean): ClientSettings {
  const inputs = readerOf("aws:cognito/userPoolClient:UserPoolClient", given);
  const generateSecret = inputs.flag("generateSecret") ?? false;
  const oauthOn = inputs.flag("allowedOauthFlowsUserPoolClient") ?? false;
  const allowedFlows = oauthOn ? inputs.texts("allowedOauthFlows") : [];
  const allowedScopes = inputs.texts("allowedOauthScopes");
  for (const flow of allowedFlows) {
    if (flow !== "client_credentials") throw notImplemented(`the OAuth flow "${flow}"`);
  }
  if (allowedFlows.length > 0 && !generateSecret) {
    const message = "client_credentials flow can not be selected if client does not have a client secret.";
    throw new AwsError("InvalidOAuthFlowException", message);
  }
  const unknown = allowedScopes.find((scope) => !knowsScope(scope));
  if (unknown !== undefined) throw new AwsError("ScopeDoesNotExistException", `Scope ${unknown} does not exist.`);
  const seconds = accessTokenSeconds(
    inputs.number("accessTokenValidity"),
    inputs.child("tokenValidityUnits")?.text("accessToken"),
  );
  return { generateSecret, allowedFlows, allowedScopes, accessTokenSeconds: seconds };
}

/** The life of an access token in seconds; the unit is hours where none is named. */
function accessTokenSeconds(validity: number | undefined, unit = "hours"): number {
  if (validity === undefined || validity === 0) return accessTokenLife.usual;
  const seconds = validity * (unitSeconds[unit] ?? Number.NaN);
  if (seconds >= accessTokenLife.least && seconds <= accessTokenLife.most) return seconds;
  throw new AwsError(
    "InvalidParameterException",
    "Invalid range for token validity: an access token lives 5 minutes to 24 hours.",
  );
}

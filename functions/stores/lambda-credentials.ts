import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * Stands in bundles for the SDK's default credential chain: on Lambda the role's credentials are in the environment.
 */
export const defaultProvider = () => fromEnv();

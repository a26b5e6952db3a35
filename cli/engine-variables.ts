/** What points a Pulumi engine to a local cloud: its providers, and a backend that knows no other cloud. */
export function engineVariables(engine: { readonly debugProviders: string; readonly backendUrl: string }) {
  return {
    PULUMI_DEBUG_PROVIDERS: engine.debugProviders,
    PULUMI_BACKEND_URL: engine.backendUrl,
    PULUMI_CONFIG_PASSPHRASE: "local",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}

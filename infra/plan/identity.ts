/** A resource server of Cognito and its scopes: "payments/write". */
export interface ResourceServerPlan {
  readonly identifier: string;
  readonly scopes: readonly { readonly name: string; readonly description: string }[];
}

/** Every scope that the API knows. */
export const resourceServers: readonly ResourceServerPlan[] = [
  server("payments", ["read", "write"]),
  server("accounts", ["read", "write"]),
  server("credit", ["write"]),
  server("webhooks", ["read", "write"]),
  server("reports", ["read"]),
  server("ops", ["read", "write"]),
];

/** The one client that the program makes itself. */
export interface CanaryClientPlan {
  readonly name: string;
  readonly scopes: readonly string[];
}

/** The client whose payments show that a cell works: of accounts that nobody has brought money into. */
export const canaryClient: CanaryClientPlan = {
  name: "canary",
  scopes: ["payments/write", "accounts/write", "credit/write"],
};

function server(identifier: string, scopes: readonly ("read" | "write")[]): ResourceServerPlan {
  return {
    identifier,
    scopes: scopes.map((name) => ({ name, description: `${name === "read" ? "Read" : "Change"} ${identifier}` })),
  };
}

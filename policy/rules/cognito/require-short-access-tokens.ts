import { rule } from "../../core/rule.ts";

/** A stolen token is worth little. */
export const requireShortAccessTokens = rule({
  name: "require-short-access-tokens",
  description: "Access and id tokens of user pools are valid for an hour at most.",
  types: ["aws:cognito/userPoolClient:UserPoolClient", "aws:cognito/managedUserPoolClient:ManagedUserPoolClient"],
  property: "cognito.UserPoolClient.accessTokenValidity",
  severity: "medium",
  level: "mandatory",
  reason: "Services check tokens without asking whether they were revoked: a stolen one works until it ends.",
  remediation: "Set `accessTokenValidity` and `idTokenValidity`, with their `tokenValidityUnits`, to an hour or less.",
  controls: { "pci-dss-4.0.1": ["8.2.8"], soc2: ["CC6.1"], psd2: ["RTS 4", "RTS 22"] },
  settings: {
    maximumMinutes: { type: "number", description: "The longest validity of access and id tokens.", default: 60 },
  },
  judge: ({ read, settings }) => {
    return TOKENS.flatMap(([property, unit, what]) => {
      const minutes =
        (read.number(property) ?? 0) * (MINUTES[read.block("tokenValidityUnits")?.text(unit) ?? "hours"] ?? 60);
      return minutes > settings.maximumMinutes ? [`The client's ${what} tokens are valid for ${minutes} minutes.`] : [];
    });
  },
});

const TOKENS = [
  ["accessTokenValidity", "accessToken", "access"],
  ["idTokenValidity", "idToken", "id"],
] as const;

const MINUTES: Readonly<Record<string, number>> = { seconds: 1 / 60, minutes: 1, hours: 60, days: 24 * 60 };

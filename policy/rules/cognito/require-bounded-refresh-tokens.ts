import { rule } from "../../core/rule.ts";

/** A session ends some day. */
export const requireBoundedRefreshTokens = rule({
  name: "require-bounded-refresh-tokens",
  description: "Refresh tokens of user pools are valid for thirty days at most.",
  types: ["aws:cognito/userPoolClient:UserPoolClient", "aws:cognito/managedUserPoolClient:ManagedUserPoolClient"],
  property: "cognito.UserPoolClient.refreshTokenValidity",
  severity: "low",
  level: "mandatory",
  reason: "Whoever finds an old device or backup has the user's session for as long as its refresh token holds.",
  remediation: "Set `refreshTokenValidity`, with its `tokenValidityUnits`, to 30 days or less.",
  controls: { "pci-dss-4.0.1": ["8.2.8"], soc2: ["CC6.1"], psd2: ["RTS 4", "RTS 22"] },
  settings: { maximumDays: { type: "number", description: "The longest validity of refresh tokens.", default: 30 } },
  judge: ({ read, settings }) => {
    // Days are the default unit, thirty of them the default.
    const unit = read.block("tokenValidityUnits")?.text("refreshToken") ?? "days";
    const days = (read.number("refreshTokenValidity") ?? 0) * (DAYS[unit] ?? 1);
    return days > settings.maximumDays
      ? `The client's refresh tokens are valid for ${Math.round(days)} days.`
      : undefined;
  },
});

const DAYS: Readonly<Record<string, number>> = { seconds: 1 / 86_400, minutes: 1 / 1440, hours: 1 / 24, days: 1 };

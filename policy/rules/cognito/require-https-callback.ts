import { rule } from "../../core/rule.ts";

/** Codes and tokens do not travel in clear text. */
export const requireHttpsCallback = rule({
  name: "require-https-callback",
  description: "Clients of user pools are called back over HTTPS.",
  types: ["aws:cognito/userPoolClient:UserPoolClient", "aws:cognito/managedUserPoolClient:ManagedUserPoolClient"],
  property: "cognito.UserPoolClient.callbackUrls",
  severity: "high",
  level: "mandatory",
  reason: "A code that is sent back over plain HTTP can be read on its way, and turned into the user's tokens.",
  remediation: 'Set `callbackUrls` and `logoutUrls` to addresses that begin with "https://".',
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"], gdpr: ["32.1.a"], psd2: ["RTS 35"] },
  judge: ({ read }) => {
    const all = [...read.texts("callbackUrls"), ...read.texts("logoutUrls"), ...read.texts("defaultRedirectUri")];
    const plain = new Set(all.filter((url) => /^http:\/\/(?!(localhost|127[.]0[.]0[.]1|\[::1\])([:/]|$))/i.test(url)));
    return [...plain].map((url) => `The client is called back at ${url}, over plain HTTP.`);
  },
});

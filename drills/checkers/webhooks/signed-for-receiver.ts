import { createHmac } from "node:crypto";
import { isSeen, versionsOf, versionsSince } from "./standings.ts";
import { fault, type EndpointVersion, type SentWebhook, type WebhookChecker, type WebhookRun } from "./webhook-run.ts";

/** A header tells whole seconds. */
const SECOND_MS = 1_000;
const NEVER = Number.POSITIVE_INFINITY;

/** Who was told a secret can tell with it what is genuine, and nobody else's secret signs. */
export const signedForReceiver: WebhookChecker = {
  name: "webhooks/signed-for-receiver",
  claim: "Every message is signed with the secret that its tenant was told, the old one as long as that was promised.",
  holds: "always",
  harm: "other",
  check(run) {
    const all = versionsOf(run);
    const byUrl = new Map([...all.values()].flatMap((versions) => versions.map(({ url }) => [url, versions] as const)));
    return run.sent.flatMap((sent) => {
      const versions = byUrl.get(sent.url);
      return versions === undefined ? [] : wrongSignatures(sent, versions, run).map(fault);
    });
  },
};

function wrongSignatures(sent: SentWebhook, versions: readonly EndpointVersion[], run: WebhookRun): readonly string[] {
  const { headers, from, at } = sent;
  const signatures = (headers["webhook-signature"] ?? "").split(" ");
  const signedAt = Number(headers["webhook-timestamp"]) * SECOND_MS;
  const about = `${headers["webhook-id"]} from ${from} to ${sent.url}`;
  const [first] = versions;
  const broken = run.promises
    .filter(({ endpoint }) => endpoint === first?.id)
    .filter(({ until = NEVER, droppedAt = NEVER }) => signedAt + SECOND_MS <= until && at < droppedAt)
    .filter(({ since }) =>
      versions.some(({ version, seen }) => version >= since && isSeen(seen, from, at - run.slackMs)),
    )
    .filter(({ secret }) => !signatures.includes(signatureOf(sent, secret)))
    .map(() => `${about} is not signed with a secret that its tenant was told.`);
  const possible = versionsSince(versions, from, at - run.slackMs, at);
  const secrets = secretsAt(possible.length > 0 ? possible : versions, signedAt);
  const known = new Set(secrets.map((secret) => signatureOf(sent, secret)));
  const strange = signatures.filter((signature) => !known.has(signature));
  return [...broken, ...strange.map(() => `${about} is signed with a secret that is none of the endpoint's now.`)];
}

/** What may sign: a secret while it is the current one of some version, or until it ends. */
function secretsAt(versions: readonly EndpointVersion[], signedAt: number): readonly string[] {
  return versions.flatMap(({ secret, before, earlier }) => [
    ...(secret === undefined ? [] : [secret]),
    ...(before !== undefined && signedAt <= before.until ? [before.secret] : []),
    ...(earlier !== undefined && signedAt <= earlier.until ? [earlier.secret] : []),
  ]);
}

/** By Standard Webhooks, not by the program's own code, which may be what is wrong. */
function signatureOf({ headers, body }: SentWebhook, secret: string): string {
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const content = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
}

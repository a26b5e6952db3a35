import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import {
  ExecutionAlreadyExists,
  SendTaskSuccessCommand,
  SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import type { Container } from "./containers.ts";
import { directClient, SETTINGS, sharedClient, sendOver, type Seam, type SentCommand } from "./seams.ts";
import type { Transport } from "./transport.ts";

/** The clients that payouts take besides those of every function. */
export interface PayoutClients {
  states(region: string): Pick<SFNClient, "send">;
  secrets(region: string): Pick<SecretsManagerClient, "send">;
}

type Service = "states" | "secretsmanager";

/** How each is made, and the command that warms it up. */
const MAKERS: Readonly<Record<Service, (settings: object) => object>> = {
  states: (settings) => new SFNClient(settings),
  secretsmanager: (settings) => new SecretsManagerClient(settings),
};

/** Clients of one container, over the seam of the run. */
export function createPayoutClients(seam: Seam, transport: Transport, from: Container): PayoutClients {
  const client = (service: Service) => (region: string) =>
    seam === "direct" ? direct(transport, from, service, region) : wired(transport, from, service, region);
  // The overloads of `send` cannot be written for a seam; stores use it by one command and its output at a time.
  return {
    states: client("states") as PayoutClients["states"],
    secrets: client("secretsmanager") as PayoutClients["secrets"],
  };
}

function wired(transport: Transport, from: Container, service: Service, region: string): object {
  return {
    send: (command: SentCommand, { abortSignal }: { readonly abortSignal?: unknown } = {}) =>
      sendOver(made(service, region), command, { abortSignal, from, transport }),
  };
}

function made(service: Service, region: string): ReturnType<typeof sharedClient> {
  return sharedClient(service, region, () => MAKERS[service]({ region, ...SETTINGS }));
}

const CLASSES = { ExecutionAlreadyExists, TaskDoesNotExist, TaskTimedOut } as const;

function direct(transport: Transport, from: Container, service: Service, region: string): object {
  const inner = directClient(transport, from, service, region);
  return {
    async send(command: SentCommand, options?: { readonly abortSignal?: unknown }) {
      try {
        return await inner.send(command, options);
      } catch (fault) {
        throw fault instanceof Error ? classed(fault) : fault;
      }
    },
  };
}

/** An error as the SDK throws it, where somebody asks for its class. */
function classed(fault: Error): Error {
  const Class = Object.entries(CLASSES).find(([name]) => name === fault.name)?.[1];
  return Class === undefined ? fault : new Class({ message: fault.message, $metadata: {} });
}

/** A client looks at the machine's configuration with its first call: that is done before any run begins. */
export async function warmUpPayouts(seam: Seam, regions: readonly string[]): Promise<void> {
  if (seam === "direct") return;
  const transport: Transport = { exchange: () => Promise.resolve({ ok: true, output: {} }) };
  // In these calls nobody asks whose they are.
  const by = () => ({ from: {} as Container, transport });
  for (const region of regions) {
    const secret = new GetSecretValueCommand({ SecretId: "warm" });
    await sendOver(made("secretsmanager", region), secret, by());
    await sendOver(made("states", region), new SendTaskSuccessCommand({ taskToken: "warm", output: "{}" }), by());
  }
}

import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { Cell } from "./cells.ts";
import type { Edge, EdgeRequest } from "./edge.ts";
import { throughGateway, type ApiReply, type ApiRequest } from "./gateway.ts";
import type { Trace } from "./trace.ts";
import type { Weather } from "./weather.ts";

/** An answer, and the cell that was asked; no reply: none came in time. */
export interface Answered {
  readonly cell: string;
  readonly reply: ApiReply | undefined;
}

/** What clients reach a platform through. */
export interface FrontOptions {
  readonly kernel: VirtualKernel;
  readonly weather: Weather;
  readonly edge: Edge;
  readonly cells: readonly Cell[];
  readonly trace: Trace;
}

/** How long a client waits for an answer. */
const PATIENCE_MS = 10_000;
/** Milliseconds from a client to a cell, one way. */
const WAY_MS = { least: 10, more: 30 };

/** Sends requests through the edge, or to the origin of a cell. */
export function createFront({ kernel, weather, edge, cells, trace }: FrontOptions) {
  let requests = 0;

  function send(request: ApiRequest, { region, functions }: Cell): Promise<ApiReply | undefined> {
    requests += 1;
    const id = `req-${requests}`;
    const wayMs = (): number => WAY_MS.least + kernel.random() * WAY_MS.more;
    const [thereMs, backMs] = [wayMs(), wayMs()];
    return new Promise((resolve) => {
      const giveUp = kernel.after(PATIENCE_MS, () => resolve(undefined));
      const comeBack = (reply: ApiReply): void => {
        if (weather.isLost(region)) return;
        kernel.after(backMs, () => {
          giveUp();
          resolve(reply);
        });
      };
      kernel.after(thereMs, async () => {
        if (!weather.isLost(region)) comeBack(await throughGateway(functions.api, request, id));
      });
    });
  }

  return async (request: ApiRequest, wanted?: string): Promise<Answered> => {
    const routed = wanted ?? (await edge.route(edgeRequestOf(request)));
    const cell = cells.find(({ name }) => name === routed);
    if (cell === undefined) throw new Error(`There is no cell ${routed}.`);
    const reply = await send(request, cell);
    trace.addNumber(Math.floor(kernel.now()));
    trace.add(`${request.path} ${reply?.status ?? 0} ${told(reply?.body)}`);
    return { cell: routed, reply };
  };
}

/** What was answered, but for a secret, which no two runs share. */
function told(body: ApiReply["body"] = {}): string {
  return JSON.stringify("secret" in body ? { ...body, secret: "" } : body);
}

function edgeRequestOf({ method, path, headers }: ApiRequest): EdgeRequest {
  const values: Record<string, { readonly value: string }> = {};
  for (const [name, value] of Object.entries(headers)) values[name] = { value };
  return { method, uri: path, headers: values };
}

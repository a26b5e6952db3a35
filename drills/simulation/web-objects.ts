/**
 * The web's Headers, Request and Response without streams, as far as the apps and their host use them: the machine's
 * own cost more than all the rest of a request.
 */
export interface WebObjects {
  /** Puts the machine's own back. */
  restore(): void;
}

type HeaderSource = Iterable<readonly [string, string]> | Readonly<Record<string, string>> | undefined;

class SimulatedHeaders {
  readonly #values = new Map<string, string>();

  constructor(source?: HeaderSource) {
    if (source === undefined || source === null) return;
    const pairs = Symbol.iterator in source ? source : Object.entries(source);
    for (const [name, value] of pairs) this.set(name, value);
  }

  get(name: string): string | null {
    return this.#values.get(name.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  set(name: string, value: string): void {
    this.#values.set(name.toLowerCase(), value);
  }

  append(name: string, value: string): void {
    const before = this.get(name);
    this.set(name, before === null ? value : `${before}, ${value}`);
  }

  delete(name: string): void {
    this.#values.delete(name.toLowerCase());
  }

  forEach(visit: (value: string, name: string) => void): void {
    for (const [name, value] of this.#values) visit(value, name);
  }

  entries(): IterableIterator<[string, string]> {
    return this.#values.entries();
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.#values.entries();
  }
}

/** Bodies of the apps are texts, or parameters that are one as soon as they are asked. */
class SimulatedBody {
  readonly headers: SimulatedHeaders;
  readonly #body: string;

  constructor(body: unknown, headers: HeaderSource) {
    this.headers = headers instanceof SimulatedHeaders ? headers : new SimulatedHeaders(headers);
    this.#body = typeof body === "string" ? body : body instanceof URLSearchParams ? body.toString() : "";
  }

  /** Whole: streams of real ones take turns of the machine's own. */
  get body(): Iterable<Uint8Array> {
    return [Buffer.from(this.#body)];
  }

  text(): Promise<string> {
    return Promise.resolve(this.#body);
  }

  async json(): Promise<unknown> {
    return JSON.parse(this.#body);
  }

  arrayBuffer(): Promise<Uint8Array> {
    return Promise.resolve(Buffer.from(this.#body));
  }
}

interface ResponseSettings {
  readonly status?: number;
  readonly headers?: HeaderSource;
}

/** An answer of an app, or of the modelled network to an app. */
export class SimulatedResponse extends SimulatedBody {
  readonly status: number;

  constructor(body?: unknown, { status = 200, headers }: ResponseSettings = {}) {
    super(body, headers);
    this.status = status;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }
}

interface RequestSettings {
  readonly method?: string;
  readonly headers?: HeaderSource;
  readonly body?: unknown;
  readonly signal?: unknown;
}

/** What an app sends over HTTP. */
export class SimulatedRequest extends SimulatedBody {
  readonly method: string;
  readonly url: string;
  readonly signal: unknown;

  constructor(url: string, { method = "GET", headers, body, signal }: RequestSettings = {}) {
    super(body, headers);
    this.url = url;
    this.method = method;
    this.signal = signal;
  }

  /** Nothing of it is used up by reading it. */
  clone(): this {
    return this;
  }
}

/** Gives the apps these objects for as long as a simulation runs. */
export function lightWebObjects(): WebObjects {
  const { Headers, Request, Response } = globalThis;
  Object.assign(globalThis, {
    Headers: SimulatedHeaders,
    Request: SimulatedRequest,
    Response: SimulatedResponse,
  });
  return { restore: () => Object.assign(globalThis, { Headers, Request, Response }) };
}

import grpc from "@grpc/grpc-js";
import provrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import provproto from "@pulumi/pulumi/proto/provider_pb.js";
import type { Properties } from "../../../../../local/core/resource.ts";
import { fromStruct, toStruct } from "../../../../../local/pulumi/engine/struct.ts";

/** A provider instance as Pulumi's engine has it: a connection of its own. */
export class EngineClient {
  readonly #client: InstanceType<typeof provrpc.ResourceProviderClient>;

  constructor(port: number) {
    const address = `127.0.0.1:${port}`;
    // Without a pool of its own it would share another client's connection, which an engine's instances never do.
    const options = { "grpc.use_local_subchannel_pool": 1 };
    this.#client = new provrpc.ResourceProviderClient(address, grpc.credentials.createInsecure(), options);
  }

  close(): void {
    this.#client.close();
  }

  /** The failures of the instance's configuration. */
  async checkConfig(config: Properties): Promise<readonly string[]> {
    const request = new provproto.CheckRequest();
    request.setNews(toStruct(config));
    const response = await promised<provproto.CheckResponse>((done) => this.#client.checkConfig(request, done));
    return response.getFailuresList().map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
  }

  async configure(config: Properties): Promise<provproto.ConfigureResponse> {
    const request = new provproto.ConfigureRequest();
    request.setArgs(toStruct(config));
    return promised((done) => this.#client.configure(request, done));
  }

  /** The checked inputs. Throws the failures. */
  async check(urn: string, news: Properties, olds: Properties = {}): Promise<Properties> {
    const request = new provproto.CheckRequest();
    request.setUrn(urn);
    request.setOlds(toStruct(olds));
    request.setNews(toStruct(news));
    const response = await promised<provproto.CheckResponse>((done) => this.#client.check(request, done));
    const [failure] = response.getFailuresList();
    if (failure !== undefined) throw new Error(`${failure.getProperty()}: ${failure.getReason()}`);
    return fromStruct(response.getInputs());
  }

  async create(urn: string, inputs: Properties, preview = false): Promise<{ id: string; outputs: Properties }> {
    const request = new provproto.CreateRequest();
    request.setUrn(urn);
    request.setProperties(toStruct(inputs));
    request.setPreview(preview);
    const response = await promised<provproto.CreateResponse>((done) => this.#client.create(request, done));
    return { id: response.getId(), outputs: fromStruct(response.getProperties()) };
  }

  async diff(urn: string, id: string, olds: Properties, news: Properties): Promise<provproto.DiffResponse.AsObject> {
    const request = new provproto.DiffRequest();
    request.setUrn(urn);
    request.setId(id);
    request.setOldInputs(toStruct(olds));
    request.setNews(toStruct(news));
    return (await promised<provproto.DiffResponse>((done) => this.#client.diff(request, done))).toObject();
  }

  async read(urn: string, id: string, inputs: Properties = {}): Promise<{ id: string; inputs: Properties }> {
    const request = new provproto.ReadRequest();
    request.setUrn(urn);
    request.setId(id);
    request.setInputs(toStruct(inputs));
    const response = await promised<provproto.ReadResponse>((done) => this.#client.read(request, done));
    return { id: response.getId(), inputs: fromStruct(response.getInputs()) };
  }
}

type Done<Response> = (error: grpc.ServiceError | null, response: Response) => void;

function promised<Response>(send: (done: Done<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    send((error, response) => (error === null ? resolve(response) : reject(new Error(error.details))));
  });
}

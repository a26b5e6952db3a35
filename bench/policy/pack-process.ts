import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import grpc from "@grpc/grpc-js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import rpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { Declared } from "../../policy/core/stack.ts";

/** A policy pack in a process of its own, as Pulumi's engine starts and asks it. */
export interface PackProcess {
  readonly pid: number;
  information(): Promise<analyzer.AnalyzerInfo>;
  /** By policy, its level and its settings. */
  configure(config: Readonly<Record<string, analyzer.PolicyConfig>>): Promise<void>;
  remediate(resource: Declared): Promise<analyzer.RemediateResponse>;
  analyze(resource: Declared): Promise<analyzer.AnalyzeResponse>;
  analyzeStack(resources: readonly Declared[]): Promise<analyzer.AnalyzeResponse>;
  stop(): Promise<void>;
}

/** What Pulumi's language host runs a pack with. */
const program = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack/index.js");

/** Starts the pack in a folder; resolves once it listens. Throws when it ends before. */
export async function startPackProcess(folder: string): Promise<PackProcess> {
  const child = spawn(process.execPath, [program, "127.0.0.1:0", folder], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const port = await Promise.race([
    once(child.stdout, "data").then(([chunk]) => String(chunk).trim()),
    ended.then(() => Promise.reject(new Error(`The pack in ${folder} ended before it listened.`))),
  ]);
  const client = new rpc.AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  return {
    pid: child.pid ?? 0,
    information: () => answered((callback) => client.getAnalyzerInfo(new empty.Empty(), callback)),
    async configure(config) {
      const request = new analyzer.ConfigureAnalyzerRequest();
      for (const [name, one] of Object.entries(config)) request.getPolicyconfigMap().set(name, one);
      await answered((callback) => client.configure(request, callback));
    },
    remediate: (resource) => answered((callback) => client.remediate(requestOf(resource), callback)),
    analyze: (resource) => answered((callback) => client.analyze(requestOf(resource), callback)),
    analyzeStack(resources) {
      const request = new analyzer.AnalyzeStackRequest().setResourcesList(resources.map(resourceOf));
      return answered((callback) => client.analyzeStack(request, callback));
    },
    async stop() {
      client.close();
      child.kill();
      await ended;
    },
  };
}

function answered<Response>(
  ask: (callback: (fault: grpc.ServiceError | null, response: Response) => void) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    ask((fault, response) => (fault === null ? resolve(response) : reject(fault)));
  });
}

function requestOf({ urn, type, name, protect, properties }: Declared): analyzer.AnalyzeRequest {
  return new analyzer.AnalyzeRequest()
    .setUrn(urn)
    .setType(type)
    .setName(name)
    .setOptions(new analyzer.AnalyzerResourceOptions().setProtect(protect))
    .setProperties(structOf(properties));
}

function resourceOf({ urn, type, name, protect, properties, outputs }: Declared): analyzer.AnalyzerResource {
  return new analyzer.AnalyzerResource()
    .setUrn(urn)
    .setType(type)
    .setName(name)
    .setOptions(new analyzer.AnalyzerResourceOptions().setProtect(protect))
    .setProperties(structOf(outputs ?? properties));
}

/** Through JSON: a struct takes nothing else. */
function structOf(properties: Declared["properties"]): struct.Struct {
  return struct.Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)));
}

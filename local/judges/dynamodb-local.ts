import { writeFile } from "node:fs/promises";
import path from "node:path";
import { ownNetwork, startGuarded } from "./guarded-host.ts";
import { installed, isPresent, run } from "./installation.ts";
import type { Judge, Skipped } from "./judge.ts";

const version = "2.6.1";
const name = `DynamoDB Local ${version}`;
const mainClass = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";
const port = 8000;

const project = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId>
  <artifactId>judge</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>com.amazonaws</groupId>
      <artifactId>DynamoDBLocal</artifactId>
      <version>${version}</version>
    </dependency>
  </dependencies>
</project>
`;

/**
 * AWS's own DynamoDB Local, from Maven Central. It listens on every interface and cannot be told otherwise, so it runs
 * in a network of its own or not at all.
 */
export async function startDynamoDbLocal(): Promise<Judge | Skipped> {
  const skipped = await whySkipped();
  if (skipped !== undefined) return { name, skipped };
  try {
    const folder = await installed(`dynamodb-local-${version}`, download);
    const flags = [`-Djava.library.path=${folder}`, "-cp", path.join(folder, "*")];
    const server = [mainClass, "-inMemory", "-disableTelemetry", "-port", String(port)];
    const guarded = await startGuarded({ command: "java", args: [...flags, ...server], port, isolated: true });
    return { name, ...guarded };
  } catch (fault) {
    return { name, skipped: fault instanceof Error ? fault.message : String(fault) };
  }
}

async function whySkipped(): Promise<string | undefined> {
  if (!(await isPresent("java", "-version"))) return "java is not on the PATH";
  if (!(await isPresent("mvn", "-version"))) return "mvn is not on the PATH";
  const [unshare = "", ...args] = ownNetwork();
  if (await isPresent(unshare, ...args, "true")) return undefined;
  return "it listens on every interface, and this machine gives it no network of its own (unshare, ip)";
}

async function download(folder: string): Promise<void> {
  const pom = path.join(folder, "pom.xml");
  await writeFile(pom, project);
  const goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";
  await run("mvn", ["--batch-mode", "--quiet", "--file", pom, goal, `-DoutputDirectory=${folder}`]);
}

import { createPublicKey, verify, type KeyObject } from "node:crypto";
import { GetPublicKeyCommand } from "@aws-sdk/client-kms";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { StoredItem } from "../../drills/checkers/ledger-view.ts";
import { scanLedger } from "../../drills/targets/ledger-scan.ts";
import { objectFaults, uncountersigned, verifyChain, type ArchiveFault } from "../../functions/domain/archive-chain.ts";
import { parseCellName, type CellName } from "../../functions/domain/ids.ts";
import { writerOf } from "../../functions/domain/keys.ts";
import type { Clock } from "../../functions/stores/clock.ts";
import type { Deployment } from "../deployment.ts";
import { auditedBucket } from "./bucket.ts";
import { collectChanges, type Changes } from "./changes.ts";
import type { ArchiveClients } from "./clients.ts";
import { compareItems, rebuildLedger, type Rebuilt } from "./comparing.ts";
import { countersignaturesIn, rootsIn } from "../../drills/checkers/archive/in-ledger.ts";
import { listArchive, nameOf, readManifests, readObjects } from "./reading.ts";
import { readTail, TAIL_MS } from "./stream-tail.ts";

/** What was found of one cell's archive. */
export interface CellArchive {
  readonly cell: CellName;
  readonly manifests: number;
  readonly objects: number;
  /** Changes in sealed objects, other cells' and those that were delivered twice included. */
  readonly changes: number;
  /** Digest of the newest manifest: an auditor who notes it down has the whole chain. */
  readonly head: string | undefined;
  readonly sealedThroughUs: bigint | undefined;
  /** This cell's own changes that are not sealed yet, and when the oldest of them was written. */
  readonly inFlight: number;
  readonly oldestInFlightUs: bigint | undefined;
  /** Roots that other cells have countersigned, and still have to. */
  readonly countersigned: number;
  readonly awaited: number;
}

/** What an audit of the archives has found. */
export interface ArchiveAudit {
  readonly cells: readonly CellArchive[];
  readonly rebuilt: Omit<Rebuilt, "faults">;
  readonly faults: readonly ArchiveFault[];
}

type Places = Pick<Deployment, "cells" | "ledgerTable" | "archiveBucket" | "journalStream" | "countersignKey">;

/** What an audit of archives reads. */
export interface ArchiveSources extends ArchiveClients {
  dynamodb(region: string): Pick<DynamoDBClient, "send">;
}

/** States of an item that came to be so long before the audit may still be what it reads first. */
const RECENT_MS = 600_000;
/** Another cell has half an hour for its countersignature: it comes every five minutes. */
const COUNTERSIGNED_MS = 1_800_000;
const TRIES_MAX = 5;
const PAUSE_MS = 2_000;

/**
 * Audits the archives of all cells against themselves, one another and the ledger. A change is in its stream some
 * moments after it was written: what looks wrong is looked at again, and counts when it looks so twice.
 */
export async function auditArchives(sources: ArchiveSources, places: Places, clock: Clock): Promise<ArchiveAudit> {
  const startedMs = clock.now();
  const { cells: regions, regions: tables } = await scanLedger(sources, places);
  const own = new Map(
    [...regions].map(([cell, region]) => [
      cell,
      (tables.get(region) ?? []).filter(({ key }) => writerOf(key) === cell),
    ]),
  );
  const keys = await publicKeys(sources, places);
  const audited = [];
  for (const { name, region } of places.cells) {
    audited.push(await auditOne({ sources, places, name: cellOf(name), region, own, keys, startedMs }));
  }
  const changes = new Map(audited.map((one) => [one.cell, one.changes]));
  const tails = audited.map(({ cell, region, tailFromMs }) => ({
    changes: changes.get(cell),
    tail: readTail(sources.kinesis(region), places.journalStream(cell), tailFromMs),
  }));
  let before = new Set<string>();
  for (let tries = 1; ; tries += 1) {
    for (const { tail, changes: collected } of tails)
      for await (const page of tail.next()) for (const data of page) collected?.take(data, false);
    const rebuilt = rebuildLedger(regions, changes);
    const compared = audited.flatMap(({ cell }) => compareItems(own.get(cell) ?? [], changes.get(cell) ?? none()));
    const found = [...compared, ...rebuilt.faults];
    const isSure = found.every((fault) => before.has(textOf(fault)));
    if (isSure || tries === TRIES_MAX) {
      const sure = isSure ? found : found.filter((fault) => before.has(textOf(fault)));
      const faults = [...audited.flatMap((one) => one.faults), ...sure];
      const { accounts, entries } = rebuilt;
      return { cells: audited.map(shown), rebuilt: { accounts, entries }, faults };
    }
    before = new Set(found.map(textOf));
    await clock.sleep(PAUSE_MS);
  }
}

interface One {
  readonly sources: ArchiveSources;
  readonly places: Places;
  readonly name: CellName;
  readonly region: string;
  readonly own: ReadonlyMap<string, readonly StoredItem[]>;
  readonly keys: ReadonlyMap<string, KeyObject>;
  readonly startedMs: number;
}

/** One cell's archive against itself, its roots and its countersignatures. */
async function auditOne({ sources, places, name, region, own, keys, startedMs }: One) {
  const bucket = auditedBucket(sources.s3(region), places.archiveBucket(name));
  const signers = places.cells.map((cell) => cellOf(cell.name)).filter((cell) => cell !== name);
  const roots = rootsIn(name, own.get(name) ?? []);
  const countersignatures = signers.flatMap((signer) => countersignaturesIn(signer, name, own.get(signer) ?? []));
  const listing = await listArchive(bucket);
  const { texts, faults: overwritten } = await readManifests(bucket, listing, roots);
  const verifies = (signer: string, text: string, signature: string): boolean => {
    const key = keys.get(signer);
    return key !== undefined && verify("sha256", Buffer.from(text), key, Buffer.from(signature, "hex"));
  };
  const { manifests, faults } = verifyChain({ cell: name, manifests: texts, roots, countersignatures, verifies });
  const changes = collectChanges(name, BigInt(startedMs - RECENT_MS) * 1_000n);
  const objects = await readObjects(bucket, listing, manifests, changes);
  const awaited = signers.flatMap((signer) =>
    uncountersigned({ roots, countersignatures }, signer).map(({ sequence }) => ({ signer, sequence })),
  );
  const sealedAt = new Map(manifests.map(({ manifest }) => [manifest.sequence, Date.parse(manifest.sealedAt)]));
  const late = awaited.filter(({ sequence }) => (sealedAt.get(sequence) ?? startedMs) < startedMs - COUNTERSIGNED_MS);
  const through = changes.sealedThroughUs;
  return {
    cell: name,
    region,
    changes,
    manifests,
    countersigned: countersignatures.length,
    awaited: awaited.length,
    tailFromMs: through === undefined ? undefined : Number(through / 1_000n) - TAIL_MS,
    faults: [
      ...listing.faults,
      ...overwritten,
      ...faults,
      ...objectFaults(manifests, (key, version) => objects.found.get(nameOf({ key, version }))),
      ...objects.faults,
      ...late.map(({ signer, sequence }) => ({
        where: `root ${sequence} of ${name}`,
        what: `${signer} has not countersigned it for more than half an hour`,
      })),
    ],
  };
}

function shown({
  cell,
  manifests,
  changes,
  countersigned,
  awaited,
}: Awaited<ReturnType<typeof auditOne>>): CellArchive {
  return {
    cell,
    manifests: manifests.length,
    objects: manifests.reduce((sum, { manifest }) => sum + manifest.objects.length, 0),
    changes: changes.counts.sealed,
    head: manifests.at(-1)?.digest,
    sealedThroughUs: changes.sealedThroughUs,
    inFlight: changes.counts.inFlight,
    oldestInFlightUs: changes.oldestInFlightUs,
    countersigned,
    awaited,
  };
}

async function publicKeys(sources: ArchiveSources, places: Places): Promise<ReadonlyMap<string, KeyObject>> {
  const keys = new Map<string, KeyObject>();
  for (const { name, region } of places.cells) {
    const command = new GetPublicKeyCommand({ KeyId: places.countersignKey(name) });
    const { PublicKey } = await sources.kms(region).send(command);
    if (PublicKey === undefined) throw new Error(`KMS gave no public key of ${name}.`);
    keys.set(name, createPublicKey({ key: Buffer.from(PublicKey), format: "der", type: "spki" }));
  }
  return keys;
}

function cellOf(name: string): CellName {
  const cell = parseCellName(name);
  if (!cell.ok) throw new Error(`The registry has a cell that is none: ${name}.`);
  return cell.value;
}

function none(): Changes {
  return collectChanges("", 0n);
}

function textOf({ where, what }: ArchiveFault): string {
  return `${where}: ${what}`;
}

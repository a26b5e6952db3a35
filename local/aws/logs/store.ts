import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";

/** One line of a log. Times in milliseconds since the epoch. */
export interface LogEvent {
  /** Counts up within its group; never used twice. */
  readonly ordinal: number;
  readonly stream: string;
  readonly timestamp: number;
  readonly ingestedAt: number;
  readonly message: string;
}

/** A log group of one region. */
export interface LogGroup {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  /** 0: kept for good. */
  retentionDays: number;
  kmsKeyId: string | undefined;
  tags: ReadonlyMap<string, string>;
  deletionProtection: boolean;
  /** STANDARD, INFREQUENT_ACCESS or DELIVERY: kept and told, nothing more. */
  readonly groupClass: string;
  readonly streams: Map<string, LogStream>;
  /** Oldest first. */
  readonly events: LogEvent[];
  nextOrdinal: number;
  /** Of message text, UTF-16 units. */
  storedCharacters: number;
}

/** A stream of a group; its events stand in the group's list. */
export interface LogStream {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  firstTimestamp: number | undefined;
  lastTimestamp: number | undefined;
  lastIngestedAt: number | undefined;
}

/** The log groups of all regions. */
export interface LogStore {
  createGroup(region: string, name: string, own?: Partial<GroupSettings>): LogGroup;
  /** Changes what a group is set to: all of it, or nothing. */
  changeGroup(group: LogGroup, changes: Partial<Omit<GroupSettings, "groupClass">>): void;
  /** Deletes a group with its streams and events. */
  deleteGroup(region: string, name: string): void;
  deleteStream(group: LogGroup, name: string): void;
  createStream(region: string, group: string, name: string): LogStream;
  /** Throws `ResourceNotFoundException`. What is older than the group's retention is gone from it. */
  group(region: string, name: string): LogGroup;
  find(region: string, name: string): LogGroup | undefined;
  groups(region: string): readonly LogGroup[];
  append(group: LogGroup, stream: LogStream, events: readonly Pick<LogEvent, "timestamp" | "message">[]): void;
}

/** What a group is set to. */
export type GroupSettings = Pick<LogGroup, "retentionDays" | "kmsKeyId" | "tags" | "deletionProtection" | "groupClass">;

/** Whether CloudWatch Logs itself may encrypt a group with a key of the account. */
export type MayUseKey = (region: string, groupArn: string, kmsKeyId: string) => boolean;

/** What a group holds at most; the oldest events go first. */
export const GROUP_EVENTS_MAX = 20_000;
/** Of message text, UTF-16 units. */
const GROUP_CHARACTERS_MAX = 8_000_000;

const DAY_MS = 86_400_000;

/** For how many days a group may keep its events; 0 is for good. */
export const RETENTION_DAYS: readonly number[] = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Creates a store without groups. */
export function createLogStore(kernel: Kernel, accountId: string, mayUseKey: MayUseKey = () => true): LogStore {
  const regions = new Map<string, Map<string, LogGroup>>();

  function group(region: string, name: string): LogGroup {
    const found = regions.get(region)?.get(name);
    if (found === undefined) {
      throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
    }
    forget(found, kernel.now());
    return found;
  }

  function requireSettings(region: string, arn: string, { retentionDays, kmsKeyId }: Partial<GroupSettings>): void {
    if (retentionDays !== undefined) requireRetention(retentionDays);
    if (kmsKeyId !== undefined && !mayUseKey(region, arn, kmsKeyId)) {
      throw invalid(`The specified KMS key does not exist or is not allowed to be used with Arn '${arn}'`);
    }
  }

  return {
    createGroup(region, name, own = {}) {
      if (!/^[\w./#-]{1,512}$/.test(name)) throw invalid(`"${name}" is no name of a log group.`);
      const groups = regions.get(region) ?? new Map<string, LogGroup>();
      regions.set(region, groups);
      if (groups.has(name)) {
        throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
      }
      const arn = `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
      requireSettings(region, arn, own);
      const created = newGroup(name, arn, kernel.now(), own);
      groups.set(name, created);
      return created;
    },
    changeGroup(changed, changes) {
      const kmsKeyId = changes.kmsKeyId === changed.kmsKeyId ? undefined : changes.kmsKeyId;
      requireSettings(changed.arn.split(":")[3] ?? "", changed.arn, { ...changes, kmsKeyId });
      Object.assign(changed, changes);
    },
    deleteGroup(region, name) {
      if (group(region, name).deletionProtection) {
        throw new AwsError("ValidationException", "Log group cannot be deleted: deletion protection is enabled.");
      }
      regions.get(region)?.delete(name);
    },
    deleteStream: removeStream,
    createStream: (region, groupName, name) => addStream(group(region, groupName), name, kernel.now()),
    group,
    find: (region, name) => regions.get(region)?.get(name),
    groups: (region) => [...(regions.get(region)?.values() ?? [])],
    append: (owner, stream, events) => addEvents(owner, stream, events, kernel.now()),
  };
}

function newGroup(name: string, arn: string, createdAt: number, own: Partial<GroupSettings>): LogGroup {
  return {
    name,
    arn,
    createdAt,
    retentionDays: 0,
    kmsKeyId: undefined,
    tags: new Map(),
    deletionProtection: false,
    groupClass: "STANDARD",
    ...own,
    streams: new Map(),
    events: [],
    nextOrdinal: 0,
    storedCharacters: 0,
  };
}

function addStream(owner: LogGroup, name: string, createdAt: number): LogStream {
  if (!/^[^:*]{1,512}$/.test(name)) throw invalid(`"${name}" is no name of a log stream.`);
  if (owner.streams.has(name)) {
    throw new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists");
  }
  const stream = {
    name,
    arn: `${owner.arn}:log-stream:${name}`,
    createdAt,
    firstTimestamp: undefined,
    lastTimestamp: undefined,
    lastIngestedAt: undefined,
  };
  owner.streams.set(name, stream);
  return stream;
}

function removeStream(owner: LogGroup, name: string): void {
  if (!owner.streams.delete(name)) {
    throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
  }
  const kept = owner.events.filter(({ stream }) => stream !== name);
  owner.events.splice(0, owner.events.length, ...kept);
  owner.storedCharacters = kept.reduce((sum, { message }) => sum + message.length, 0);
}

function addEvents(
  owner: LogGroup,
  stream: LogStream,
  events: readonly Pick<LogEvent, "timestamp" | "message">[],
  ingestedAt: number,
): void {
  for (const { timestamp, message } of events) {
    owner.events.push({ ordinal: owner.nextOrdinal, stream: stream.name, timestamp, ingestedAt, message });
    owner.nextOrdinal += 1;
    owner.storedCharacters += message.length;
    stream.firstTimestamp = Math.min(stream.firstTimestamp ?? timestamp, timestamp);
    stream.lastTimestamp = Math.max(stream.lastTimestamp ?? timestamp, timestamp);
    stream.lastIngestedAt = ingestedAt;
  }
  forget(owner, ingestedAt);
}

/** Refuses a number of days that CloudWatch Logs does not know. */
export function requireRetention(days: number, known: readonly number[] = RETENTION_DAYS): void {
  if (known.includes(days)) return;
  throw invalid(
    `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: [${RETENTION_DAYS.slice(1).join(", ")}]`,
  );
}

// A tenth more than the bound is let in before the list is cut, so that not every line moves the whole list.
function forget(group: LogGroup, now: number): void {
  const { events } = group;
  const crowded = events.length > GROUP_EVENTS_MAX * 1.1 || group.storedCharacters > GROUP_CHARACTERS_MAX * 1.1;
  const eventsMax = crowded ? GROUP_EVENTS_MAX : Infinity;
  const charactersMax = crowded ? GROUP_CHARACTERS_MAX : Infinity;
  const oldestKept = group.retentionDays === 0 ? -Infinity : now - group.retentionDays * DAY_MS;
  let gone = 0;
  for (const event of events) {
    const fits = events.length - gone <= eventsMax && group.storedCharacters <= charactersMax;
    if (fits && event.timestamp >= oldestKept) break;
    group.storedCharacters -= event.message.length;
    gone += 1;
  }
  if (gone > 0) events.splice(0, gone);
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

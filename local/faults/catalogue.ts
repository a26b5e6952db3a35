/**
 * Every fault that the parts built so far can meet, with what it means. `number` is its place in the catalogue of
 * faults (docs/guarantees.md); several knobs may belong to one number.
 */
export const FAULTS = {
  lostReply: { number: "1", says: "the reply is lost after the commit" },
  failedBefore: { number: "2", says: "the call fails before it reaches the service" },
  killed: { number: "3", says: "a function's environment is killed in the middle of a handler" },
  timedOut: { number: "4", says: "a handler runs into its function's timeout" },
  conflict: { number: "5", says: "a transaction conflicts with others" },
  throttled: { number: "6", says: "a partition takes no more writes" },
  serverError: { number: "7", says: "a service answers 5xx" },
  concurrentKey: { number: "8", says: "the same key is sent twice at once" },
  otherBody: { number: "9", says: "the same key is sent with another body" },
  keyToBothCells: { number: "10", says: "the same key is sent to two cells" },
  lateRetry: { number: "11", says: "a key is sent again much later" },
  expiryRace: { number: "12", says: "a capture comes while its hold expires" },
  replicationPaused: { number: "13", says: "nothing replicates from one region to another" },
  lag: { number: "14", says: "replication is far behind" },
  halfReplicated: { number: "15", says: "a transaction replicates by half" },
  clockSkew: { number: "17", says: "clocks differ within a region, and more between regions" },
  frozen: { number: "17a", says: "an environment is frozen in the middle of a request and thaws later" },
  keeperDead: { number: "17b", says: "a cell's keepers do not run" },
  keepersOverlap: { number: "17b", says: "keepers of one cell overlap and write late" },
  authorityCut: { number: "17b", says: "a cell does not reach the authority table, or is answered late" },
  controlUnreadable: { number: "17b", says: "the control table of a region cannot be read" },
  lateWrite: { number: "17b", says: "a write arrives after its sender gave it up" },
  partition: { number: "18", says: "two regions do not reach one another while both take traffic" },
  regionLost: { number: "19", says: "a region is gone, with what it had not replicated yet" },
  failbackDuringLag: { number: "20", says: "a home is given back while replication is behind" },
  healthFlap: { number: "21", says: "probes of a healthy cell fail now and then" },
  databaseDown: { number: "22", says: "all DynamoDB calls of a region fail" },
  gray: { number: "23", says: "a tenth of a region's calls fail" },
  slow: { number: "24", says: "calls take ten times as long" },
  edgeStale: { number: "25", says: "the router's store is stale or half-propagated" },
  edgeMissing: { number: "26", says: "the router's store is gone" },
  edgeCorrupt: { number: "26", says: "the router's store holds nonsense" },
  controlPlaneDown: { number: "27", says: "the router's store cannot be written" },
  streamDuplicated: { number: "28", says: "stream records are delivered again" },
  streamReordered: { number: "29", says: "shards of a stream are read out of step" },
  resharded: { number: "29", says: "a stream is divided into other shards while records wait in those it has" },
  poison: { number: "30", says: "a stream record fails whatever is tried" },
  unread: { number: "31", says: "nobody reads a stream for a while" },
  queueDuplicated: { number: "32", says: "a message is delivered again" },
  visibilityLapsed: { number: "32", says: "a message's visibility ends before it is done" },
  redrivenTwice: { number: "33", says: "the dead-letter queue is redriven twice" },
  stepUnheard: { number: "34", says: "a step of a state machine is done, and the machine is told that it failed" },
  compensationFails: { number: "35", says: "what was rejected cannot be given back, and is parked" },
  outcomeUnknown: { number: "36", says: "a bank does not say what became of a payout, or nobody understands it" },
  bankRepeats: { number: "37", says: "a bank calls back again, or long after its time" },
  bankContradicts: { number: "37", says: "a bank calls back the opposite of what it has said" },
  bankForged: { number: "37", says: "somebody calls back who is not the bank, or about what nobody has asked for" },
  payoutStranded: { number: "19", says: "a home is lost or evacuated while payouts of it are under way" },
  concurrencyExhausted: { number: "39", says: "a function has no environment left" },
  secretRotated: { number: "41", says: "the secret of a webhook's endpoint is rotated while events are under way" },
  retryStorm: { number: "43", says: "all clients try again at once" },
  batchPartial: { number: "44", says: "a part of a batch fails" },
  twoOperators: { number: "18", says: "two operators change the authority at once" },
} as const;

/** The name of a fault. */
export type Fault = keyof typeof FAULTS;

/** How often each fault was observed to have had an effect. */
export type FaultCounts = Readonly<Partial<Record<Fault, number>>>;

/** Counts faults by their effects: a refusal, a retry, a delay, a copy. */
export interface FaultLog {
  observe(fault: Fault): void;
  counts(): FaultCounts;
}

/** Nothing was observed yet. */
export function createFaultLog(): FaultLog {
  const counts: Partial<Record<Fault, number>> = {};
  return {
    observe(fault) {
      counts[fault] = (counts[fault] ?? 0) + 1;
    },
    counts: () => ({ ...counts }),
  };
}

/** Every name, in the catalogue's order. */
export const faultNames: readonly Fault[] = Object.keys(FAULTS).filter(isFault);

function isFault(name: string): name is Fault {
  return Object.hasOwn(FAULTS, name);
}

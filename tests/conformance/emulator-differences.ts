import type { KnownDifference } from "./known-differences.ts";

type Known = Omit<KnownDifference, "target">;

const dynamodbLocal: readonly Known[] = [
  {
    service: "dynamodb",
    topic: "updates",
    cases: ["SET g = :v on {} is refused"],
    why: "an update may give an index key any type; AWS refuses it, and the item would not be in the index",
  },
  {
    service: "dynamodb",
    topic: "updates",
    cases: [
      "UPDATED_NEW of a member removed from a list is nothing",
      "UPDATED_NEW of a nested path tells the path alone",
    ],
    why: "the whole top-level attribute is told; AWS tells the path alone (ExtendDB issue 98, measured on AWS)",
  },
  {
    service: "dynamodb",
    topic: "transactions",
    cases: ["A reason has the old item where it is asked for"],
    why: "the sentence of a failed condition ends with a dot where the item is asked for and is not there",
  },
  {
    service: "dynamodb",
    topic: "transactions",
    cases: ["An update that cannot be done is a ValidationError among the reasons", "An update of a key"],
    why: "what is wrong with a request and what with an item change places among error and reasons",
  },
  {
    service: "dynamodb",
    topic: "tables",
    cases: ["DescribeTable describes"],
    why: "tables have no TableId",
  },
  {
    service: "dynamodb",
    topic: "tables",
    cases: ["On demand with throughput"],
    why: "throughput is taken and ignored",
  },
  {
    service: "dynamodb",
    topic: "tables",
    cases: ["Tags are listed", "Point-in-time recovery is off at first"],
    why: "the operation is not there",
  },
];

const ministack: readonly Known[] = [
  {
    service: "dynamodb",
    topic: "items",
    cases: ["A table's name is too short"],
    why: "names are not validated in reads",
  },
  {
    service: "dynamodb",
    topic: "conditions",
    cases: ["A condition on two values of different types in BETWEEN is refused"],
    why: "operands of expressions are not checked before an item is looked at",
  },
  {
    service: "dynamodb",
    topic: "expressions",
    cases: [
      "begins_with takes no number",
      "attribute_type takes a known type",
      "A comparison takes no set",
      "A comparison of a value with a path to itself is refused",
    ],
    why: "operands of expressions are not checked before an item is looked at",
  },
  {
    service: "dynamodb",
    topic: "expressions",
    cases: ["An update sets a path twice", "An update sets a path and a part of it", "A section comes twice"],
    why: "overlapping paths and repeated sections of an update are taken; the last wins",
  },
  {
    service: "dynamodb",
    topic: "expressions",
    cases: [
      "More than 100 candidates",
      "A path of 33 steps",
      "More than 300 operators",
      "A list index may not be negative",
    ],
    why: "limits of expressions are not all checked",
  },
  {
    service: "dynamodb",
    topic: "updates",
    cases: [
      'SET a = a + :v on {"a":{"S":"x"}} is refused',
      'SET a = list_append(a, :v) on {"a":{"N":"1"}} is refused',
      'SET m[0] = :v on {"m":{"M":{}}} is refused',
      'REMOVE m.a.b on {"m":{"M":{}}} is refused',
    ],
    why: "updates of values of the wrong type are taken",
  },
  {
    service: "dynamodb",
    topic: "updates",
    cases: [
      'SET l[7] = :v, l[5] = :w on {"l":{"L":[{"N":"1"}]}}',
      'REMOVE l[0], l[2] on {"l":{"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"N":"3"}]}}',
    ],
    why: "list indexes are applied one after another, not to the list as it was",
  },
  {
    service: "dynamodb",
    topic: "updates",
    cases: ["UPDATED_NEW of a member removed from a list is nothing"],
    why: "the whole list is told",
  },
  {
    service: "dynamodb",
    topic: "numbers",
    cases: [
      `${"9".repeat(37)}8 + 1 = ${"9".repeat(38)}`,
      `1${"0".repeat(37)} + -1 = ${"9".repeat(37)}`,
      `1e20 + 1e-17 = 1${"0".repeat(20)}.${"0".repeat(16)}1`,
      "A sum of more than 38 digits is refused",
    ],
    why: "sums have 28 digits",
  },
  {
    service: "dynamodb",
    topic: "numbers",
    cases: ["A number set keeps each number once"],
    why: "members of number sets are compared as texts",
  },
  {
    service: "dynamodb",
    topic: "queries",
    cases: ["A page ends at one megabyte"],
    why: "a page ends before the item that fills it; AWS's own DynamoDB Local ends after it",
  },
  {
    service: "dynamodb",
    topic: "queries",
    cases: [
      "<> is no key condition",
      "OR is no key condition",
      "contains is no key condition",
      "A filter names no key attribute",
      "Select ALL_ATTRIBUTES of an index of keys",
    ],
    why: "key conditions, filters and Select are taken as they come",
  },
  {
    service: "dynamodb",
    topic: "transactions",
    cases: [
      "An entry of two kinds",
      "A check without a condition",
      "An update of a key",
      "An entry lacks its sort key",
    ],
    why: "entries of a transaction are not validated",
  },
  {
    service: "dynamodb",
    topic: "transactions",
    cases: ["A replay may ask for another ReturnConsumedCapacity"],
    why: "a client token is compared with the whole request",
  },
  {
    service: "dynamodb",
    topic: "batches",
    cases: ["An entry of nothing", "Keys beyond 16 MB of answer are handed back"],
    why: "batches are neither validated nor limited by size",
  },
  {
    service: "dynamodb",
    topic: "tables",
    cases: [
      "ListTables of more than 100",
      "ListTables of none",
      "A stream without its view",
      "Time to live on one attribute, once",
    ],
    why: "parameters of table operations are not all checked",
  },
  {
    service: "dynamodb-streams",
    topic: "streams",
    cases: ["DescribeStream describes", "A shard is unknown", "GetRecords takes 1 to 1,000"],
    why: "shards are not modelled and limits not checked",
  },
  {
    service: "sqs",
    topic: "queues",
    cases: ["A name with a dot", "A name of 81 characters", "An attribute is unknown"],
    why: "names of queues and attributes are not checked when a queue is made",
  },
  {
    service: "sqs",
    topic: "queues",
    cases: ["An attribute to be read is unknown", "A queue stays what it is: standard"],
    why: "names of attributes are not checked",
  },
  {
    service: "sqs",
    topic: "queues",
    cases: ["A dead-letter queue has to exist"],
    why: "a queue that is not there is answered as a wrong attribute value",
  },
  { service: "sqs", topic: "queues", cases: ["A second purge within a minute"], why: "purges are not counted" },
  {
    service: "sqs",
    topic: "messages",
    cases: ["A message may be deleted twice", "An old handle deletes without an error"],
    why: "handles that are no longer the latest are refused",
  },
  {
    service: "sqs",
    topic: "messages",
    cases: ["The visibility of a message that shows again"],
    why: "a message's being in flight is not asked",
  },
  {
    service: "sqs",
    topic: "messages",
    cases: [
      "A visibility of more than 12 hours",
      "A size counts attributes too",
      "A delay of more than 15 minutes",
      "An attribute of an unknown type",
      "An attribute without a value",
      "Eleven attributes",
      "A deduplication id on a standard queue",
      "A wait of more than 20 seconds",
      "A receive that hides for more than 12 hours",
    ],
    why: "limits of parameters are not checked",
  },
  {
    service: "sqs",
    topic: "batches",
    cases: ["An entry that fails leaves the others", "ChangeMessageVisibilityBatch tells which value is wrong"],
    why: "limits of parameters are not checked",
  },
  {
    service: "sqs",
    topic: "fifo",
    cases: ["A receive attempt is answered again while nothing changed", "A group of 129 characters"],
    why: "neither receive attempts nor the form of group ids are looked at",
  },
  {
    service: "sqs",
    topic: "dead letters",
    cases: ["A dead-letter queue of a FIFO queue is FIFO"],
    why: "the kind of a dead-letter queue is not looked at",
  },
  {
    service: "sqs",
    topic: "dead letters",
    cases: ["Received never is no policy"],
    why: "a wrong policy is answered as a wrong attribute value",
  },
  {
    service: "sqs",
    topic: "dead letters",
    cases: [
      "The sources of a dead-letter queue",
      "A move task brings messages back to where they came from",
      "A move task of a queue that is no dead-letter queue",
      "A move task of no queue",
    ],
    why: "the operation is not there",
  },
  {
    service: "kms",
    topic: "cryptography",
    cases: ["Another key than the one that sealed"],
    why: "the key that is named is not compared with the one that sealed",
  },
  {
    service: "kms",
    topic: "cryptography",
    cases: [
      "More than 4 KB",
      "A data key of a length and a spec",
      "A data key of nothing",
      "A data key of too many bytes",
    ],
    why: "limits of parameters are not checked",
  },
  {
    service: "kms",
    topic: "keys",
    cases: ["DescribeKey describes", "A key whose deletion is scheduled seals nothing"],
    why: "AWSAccountId and PendingWindowInDays are not told",
  },
  {
    service: "kms",
    topic: "keys",
    cases: [
      "A key pending deletion cannot be enabled",
      "A deletion cannot be scheduled twice",
      "A deletion that was never scheduled cannot be taken back",
    ],
    why: "key states do not stand in each other's way",
  },
  {
    service: "kms",
    topic: "keys",
    cases: ["Aliases under alias/aws/ are AWS's"],
    why: "aliases of AWS's own may be made",
  },
  { service: "kms", topic: "keys", cases: ["ListKeys pages", "ListAliases pages"], why: "listings are not paged" },
  {
    service: "sts",
    topic: "identity",
    cases: [
      "A role that is none",
      "A session's name with a space",
      "A session's name of one character",
      "A session of less than a quarter of an hour",
      "A session of more than twelve hours",
    ],
    why: "any role is assumed, whatever is asked",
  },
  {
    service: "logs",
    topic: "groups and events",
    cases: ["No events", "Events out of order"],
    why: "batches of events are not checked",
  },
  {
    service: "scheduler",
    topic: "schedules",
    cases: ["A schedule describes itself", "UpdateSchedule replaces the whole schedule"],
    why: "defaults are not filled in, and absent texts are told as empty",
  },
  {
    service: "scheduler",
    topic: "schedules",
    cases: ["A rate of nothing", "A rate in seconds", "A time zone that is none", "Too many retries"],
    why: "schedules are not validated",
  },
  { service: "scheduler", topic: "schedules", cases: ["ListSchedules pages by name"], why: "listings are not paged" },
  {
    service: "cognito-idp",
    topic: "machine clients",
    cases: ["A client with a secret"],
    why: "client ids have capital letters",
  },
  {
    service: "cognito-idp",
    topic: "machine clients",
    cases: ["Client credentials need a secret", "A scope that no resource server has", "A page of more than 60"],
    why: "clients are not validated, nor the size of a page",
  },
  {
    service: "cloudfront-keyvaluestore",
    topic: "keys and ETags",
    cases: ["A value of more than a kilobyte", "A key of more than 512 bytes"],
    why: "sizes are not limited",
  },
];

/** What the emulators at the versions named in their targets do otherwise than AWS documents it. */
export const emulatorDifferences: readonly KnownDifference[] = [
  ...dynamodbLocal.map((known) => ({ target: "dynamodb-local", ...known })),
  ...ministack.map((known) => ({ target: "ministack", ...known })),
];

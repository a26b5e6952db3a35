import { is, type Case, type Fields, type Step, type Suite } from "../case.ts";

const group = { logGroupName: "conformance-{case}" } as const;
const stream = { ...group, logStreamName: "one" } as const;
const createGroup: Step = { call: "CreateLogGroup", input: group };
const createStream = (logStreamName = "one"): Step => ({ call: "CreateLogStream", input: { ...group, logStreamName } });
const drop: Step = { call: "DeleteLogGroup", input: group };

/** Logs refuses events of the future and the far past: these are of a minute ago. */
const start = Date.now() - 60_000;
const put = (logStreamName: string, ...messages: readonly string[]): Step => ({
  call: "PutLogEvents",
  input: {
    ...group,
    logStreamName,
    logEvents: messages.map((message, index) => ({ timestamp: start + index, message })),
  },
});
const messages = (...texts: readonly string[]): Fields => ({ events: texts.map((message) => ({ message })) });

function refused(
  name: string,
  fails: string,
  step: Step,
  before: readonly Step[] = [createGroup, createStream()],
): Case {
  return { name, before, ...step, fails, after: before.includes(createGroup) ? [drop] : [] };
}

/** CloudWatch Logs. */
export const logsSuites: readonly Suite[] = [
  {
    service: "logs",
    topic: "groups and events",
    cases: [
      {
        name: "A group describes itself",
        before: [createGroup],
        call: "DescribeLogGroups",
        input: { logGroupNamePrefix: "conformance-{case}" },
        gives: {
          logGroups: [
            {
              logGroupName: "conformance-{case}",
              arn: is.match(/:log-group:conformance-\w+:\*$/),
              creationTime: is.number,
              storedBytes: is.number,
              retentionInDays: is.absent,
            },
          ],
        },
        within: 5_000,
        after: [drop],
      },
      refused("A group is there already", "ResourceAlreadyExistsException", createGroup),
      refused("A stream is there already", "ResourceAlreadyExistsException", createStream()),
      refused("A stream of no group", "ResourceNotFoundException", createStream(), []),
      refused("Events of no stream", "ResourceNotFoundException", put("none", "x")),
      refused("A group that is none is deleted", "ResourceNotFoundException", drop, []),
      refused("No events", "InvalidParameterException", put("one")),
      refused("Events out of order", "InvalidParameterException", {
        call: "PutLogEvents",
        input: {
          ...stream,
          logEvents: [
            { timestamp: start + 1, message: "later" },
            { timestamp: start, message: "sooner" },
          ],
        },
      }),
      refused("A filter on no group", "ResourceNotFoundException", { call: "FilterLogEvents", input: group }, []),
      {
        name: "Events are read from the head",
        before: [createGroup, createStream(), put("one", "a", "b", "c")],
        call: "GetLogEvents",
        input: { ...stream, startFromHead: true },
        gives: messages("a", "b", "c"),
        within: 10_000,
        after: [drop],
      },
      {
        name: "Pages go forwards until a token comes back",
        before: [
          createGroup,
          createStream(),
          put("one", "a", "b", "c"),
          {
            call: "GetLogEvents",
            input: { ...stream, startFromHead: true, limit: 2 },
            gives: messages("a", "b"),
            within: 10_000,
            keep: { token: "nextForwardToken" },
          },
          {
            call: "GetLogEvents",
            input: { ...stream, startFromHead: true, limit: 2, nextToken: "{token}" },
            gives: messages("c"),
            keep: { last: "nextForwardToken" },
          },
        ],
        call: "GetLogEvents",
        input: { ...stream, startFromHead: true, limit: 2, nextToken: "{last}" },
        gives: { events: [], nextForwardToken: "{last}" },
        after: [drop],
      },
      {
        name: "Without a start the newest come, in order",
        before: [createGroup, createStream(), put("one", "a", "b", "c")],
        call: "GetLogEvents",
        input: { ...stream, limit: 2 },
        gives: messages("b", "c"),
        within: 10_000,
        after: [drop],
      },
      {
        name: "A filter finds a term in all streams",
        before: [
          createGroup,
          createStream("one"),
          createStream("two"),
          put("one", "ok", "ERROR first"),
          put("two", "ERROR second"),
        ],
        call: "FilterLogEvents",
        input: { ...group, filterPattern: "ERROR" },
        gives: {
          events: is.unordered(
            { message: "ERROR first", logStreamName: "one", eventId: is.text },
            { message: "ERROR second", logStreamName: "two" },
          ),
        },
        within: 10_000,
        after: [drop],
      },
      {
        name: "DescribeLogStreams pages by name",
        before: [
          createGroup,
          createStream("a"),
          createStream("b"),
          {
            call: "DescribeLogStreams",
            input: { ...group, limit: 1 },
            gives: { logStreams: [{ logStreamName: "a" }], nextToken: is.text },
            within: 5_000,
            keep: { token: "nextToken" },
          },
        ],
        call: "DescribeLogStreams",
        input: { ...group, limit: 1, nextToken: "{token}" },
        gives: { logStreams: [{ logStreamName: "b" }], nextToken: is.absent },
        after: [drop],
      },
      {
        name: "A retention is kept",
        before: [createGroup, { call: "PutRetentionPolicy", input: { ...group, retentionInDays: 14 } }],
        call: "DescribeLogGroups",
        input: { logGroupNamePrefix: "conformance-{case}" },
        gives: { logGroups: [{ retentionInDays: 14 }] },
        within: 5_000,
        after: [drop],
      },
      refused("A retention that AWS does not offer", "InvalidParameterException", {
        call: "PutRetentionPolicy",
        input: { ...group, retentionInDays: 2 },
      }),
    ],
  },
];

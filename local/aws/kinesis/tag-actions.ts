import { type Context, type Reply, requireStream, target, within } from "./context.ts";
import { constraintFailed, invalidArgument } from "./refusals.ts";
import type { Stream } from "./stream.ts";

const tagsMax = 50;

/** AddTagsToStream and TagResource. */
export function addTags(context: Context): Reply {
  const stream = tagged(context);
  const tags = { ...stream.tags, ...context.input.strings("Tags") };
  if (Object.keys(tags).length > tagsMax) {
    throw invalidArgument(
      `Failed to add tags to stream ${stream.name} under account ${context.state.accountId} because a given stream ` +
        `cannot have more than ${tagsMax} tags associated with it.`,
    );
  }
  stream.tags = tags;
  return {};
}

/** RemoveTagsFromStream and UntagResource. */
export function removeTags(context: Context): Reply {
  const stream = tagged(context);
  const gone = context.input.texts("TagKeys");
  stream.tags = Object.fromEntries(Object.entries(stream.tags).filter(([key]) => !gone.includes(key)));
  return {};
}

/** ListTagsForStream, a page at a time. */
export function listStreamTags(context: Context): Reply {
  const limit = within(context.input, "Limit", 1, tagsMax) ?? tagsMax;
  const start = context.input.text("ExclusiveStartTagKey") ?? "";
  const tags = listed(target(context)).filter(({ Key }) => Key > start);
  return { Tags: tags.slice(0, limit), HasMoreTags: tags.length > limit };
}

/** ListTagsForResource. */
export function listResourceTags(context: Context): Reply {
  return { Tags: listed(tagged(context)) };
}

function listed({ tags }: Stream): readonly { readonly Key: string; readonly Value: string }[] {
  return Object.entries(tags)
    .map(([Key, Value]) => ({ Key, Value }))
    .toSorted((one, other) => (one.Key < other.Key ? -1 : 1));
}

/** The newer actions name a resource, the older ones a stream. */
function tagged(context: Context): Stream {
  const arn = context.input.text("ResourceARN");
  if (arn === undefined) return target(context);
  if (!/^arn:aws:kinesis:[^:]+:\d{12}:stream\/[\w.-]+$/.test(arn)) {
    throw constraintFailed("resourceARN", "satisfy regular expression pattern: arn:aws.*:kinesis:.*:stream/.*", arn);
  }
  return requireStream(context.state, context.region, arn, context.now);
}

import { is, type Suite } from "../../case.ts";
import { bucket, keepVersion, onObject, put, versioned } from "./shared.ts";

/** Objects, their versions and listings. */
export const objectSuite: Suite = {
  service: "s3",
  topic: "objects",
  cases: [
    {
      name: "An object is given back as it was put",
      before: [bucket(), put("k", { with: { ContentType: "text/plain", Metadata: { colour: "red" } } })],
      ...onObject("GetObject"),
      gives: {
        Body: "k",
        ContentLength: 1,
        ContentType: "text/plain",
        ETag: '"8ce4b16b22b58894aa86c421e8759df3"',
        Metadata: { colour: "red" },
        LastModified: is.date,
      },
    },
    {
      name: "A head tells of an object without it",
      before: [bucket(), put("k")],
      ...onObject("HeadObject"),
      gives: { ContentLength: 1, ETag: '"8ce4b16b22b58894aa86c421e8759df3"', Body: is.absent },
    },
    {
      name: "A range is a part",
      before: [bucket(), put("k", { with: { Body: "0123456789" } })],
      ...onObject("GetObject", { Range: "bytes=2-4" }),
      gives: { Body: "234", ContentRange: "bytes 2-4/10", ContentLength: 3 },
    },
    {
      name: "A range from the end",
      before: [bucket(), put("k", { with: { Body: "0123456789" } })],
      ...onObject("GetObject", { Range: "bytes=-3" }),
      gives: { Body: "789" },
    },
    {
      name: "A range behind the end",
      before: [bucket(), put("k")],
      ...onObject("GetObject", { Range: "bytes=5-6" }),
      fails: { name: "InvalidRange", message: /^The requested range is not satisfiable$/ },
    },
    {
      name: "An object that is none",
      before: [bucket()],
      ...onObject("GetObject"),
      fails: { name: "NoSuchKey", message: /^The specified key does not exist\.$/ },
    },
    { name: "A head of none", before: [bucket()], ...onObject("HeadObject"), fails: "NotFound" },
    {
      name: "A bucket that is none",
      ...onObject("GetObject"),
      fails: { name: "NoSuchBucket", message: /^The specified bucket does not exist$/ },
    },
    {
      name: "A digest that is another",
      before: [bucket()],
      ...put("k", { with: { ContentMD5: "XUFAKrxLKna5cZ2REBfFkg==" }, fails: "BadDigest" }),
    },
    {
      name: "Put only where nothing is",
      before: [bucket(), put("k")],
      ...put("k", { with: { IfNoneMatch: "*" }, fails: "PreconditionFailed" }),
    },
    {
      name: "Put only where it is still the same",
      before: [bucket(), put("k", { keep: { etag: "ETag" } })],
      ...put("k", { with: { IfMatch: "{etag}", Body: "other" } }),
      after: [put("k", { with: { IfMatch: "{etag}" }, fails: "PreconditionFailed" })],
    },
    {
      name: "Read only where it is another",
      before: [bucket(), put("k", { keep: { etag: "ETag" } })],
      ...onObject("GetObject", { IfMatch: '"0"' }),
      fails: "PreconditionFailed",
    },
    {
      name: "An older version is read by its id",
      before: [...versioned, put("k", keepVersion()), put("k", { with: { Body: "newer" } })],
      ...onObject("GetObject", { VersionId: "{version}" }),
      gives: { Body: "k", VersionId: "{version}" },
      after: [{ ...onObject("GetObject"), gives: { Body: "newer", VersionId: is.not("{version}") } }],
    },
    {
      name: "A deletion hides what is kept in versions",
      before: [...versioned, put("k", keepVersion())],
      ...onObject("DeleteObject"),
      gives: { DeleteMarker: true, VersionId: is.text },
      after: [
        { ...onObject("GetObject"), fails: "NoSuchKey" },
        { ...onObject("GetObject", { VersionId: "{version}" }), gives: { Body: "k" } },
      ],
    },
    {
      name: "The deletion of a version is for good",
      before: [...versioned, put("k", keepVersion())],
      ...onObject("DeleteObject", { VersionId: "{version}" }),
      after: [{ ...onObject("GetObject"), fails: "NoSuchKey" }],
    },
    {
      name: "What is not there is deleted all the same",
      before: [bucket()],
      ...onObject("DeleteObject"),
      gives: { DeleteMarker: is.absent },
    },
    {
      name: "Many are deleted at once",
      before: [bucket(), put("a"), put("b"), put("c")],
      call: "DeleteObjects",
      input: { Bucket: "{case}", Delete: { Objects: [{ Key: "a" }, { Key: "b" }] } },
      gives: { Deleted: is.unordered({ Key: "a" }, { Key: "b" }) },
      after: [{ call: "ListObjectsV2", input: { Bucket: "{case}" }, gives: { KeyCount: 1, Contents: [{ Key: "c" }] } }],
    },
    {
      name: "A listing draws keys together at its delimiter",
      before: [bucket(), put("a/1"), put("a/2"), put("b")],
      call: "ListObjectsV2",
      input: { Bucket: "{case}", Delimiter: "/" },
      gives: { KeyCount: 2, Contents: [{ Key: "b", Size: 1 }], CommonPrefixes: [{ Prefix: "a/" }] },
    },
    {
      name: "A listing goes on where its page ended",
      before: [
        bucket(),
        put("a"),
        put("b"),
        {
          call: "ListObjectsV2",
          input: { Bucket: "{case}", MaxKeys: 1 },
          gives: { IsTruncated: true, Contents: [{ Key: "a" }] },
          keep: { token: "NextContinuationToken" },
        },
      ],
      call: "ListObjectsV2",
      input: { Bucket: "{case}", ContinuationToken: "{token}" },
      gives: { IsTruncated: false, Contents: [{ Key: "b" }] },
    },
    {
      name: "Versions are listed, the newest first, with their markers",
      before: [
        ...versioned,
        put("k", keepVersion("one")),
        put("k", keepVersion("two")),
        { ...onObject("DeleteObject"), ...keepVersion("marker") },
      ],
      call: "ListObjectVersions",
      input: { Bucket: "{case}" },
      gives: {
        Versions: [
          { Key: "k", VersionId: "{two}", IsLatest: false },
          { Key: "k", VersionId: "{one}", IsLatest: false },
        ],
        DeleteMarkers: [{ Key: "k", VersionId: "{marker}", IsLatest: true }],
      },
    },
    {
      name: "Tags come back",
      before: [bucket(), put("k", { with: { Tagging: "a=b" } })],
      ...onObject("GetObjectTagging"),
      gives: { TagSet: [{ Key: "a", Value: "b" }] },
    },
  ],
};

import { is, type Suite } from "../../case.ts";
import { bucket, put, versioned } from "./shared.ts";

const own = { Bucket: "{case}" };
const upload = { ...own, Key: "k", UploadId: "{upload}" };
const begun = [bucket(), { call: "CreateMultipartUpload", input: { ...own, Key: "k" }, keep: { upload: "UploadId" } }];
const parts = [{ call: "UploadPart", input: { ...upload, PartNumber: 1, Body: "part" }, keep: { etag: "ETag" } }];
const one = { MultipartUpload: { Parts: [{ PartNumber: 1, ETag: "{etag}" }] } };

/** Buckets, what is said of them, and uploads in parts. */
export const bucketSuite: Suite = {
  service: "s3",
  topic: "buckets",
  cases: [
    { name: "A bucket is there once it was made", before: [bucket()], call: "HeadBucket", input: own },
    { name: "A head of no bucket", call: "HeadBucket", input: own, fails: "NotFound" },
    { name: "A second bucket of one name", before: [bucket()], ...bucket(), fails: "BucketAlreadyOwnedByYou" },
    { name: "A bucket named in capitals", ...bucket({ Bucket: "Not-A-Bucket" }), fails: "InvalidBucketName" },
    {
      name: "A bucket tells where it lies",
      before: [bucket()],
      call: "GetBucketLocation",
      input: own,
      gives: { LocationConstraint: "eu-west-1" },
    },
    {
      name: "A bucket with something in it stays",
      before: [bucket(), put("k")],
      call: "DeleteBucket",
      input: own,
      fails: { name: "BucketNotEmpty", message: /^The bucket you tried to delete is not empty/ },
    },
    {
      name: "An empty bucket goes",
      before: [bucket()],
      call: "DeleteBucket",
      input: own,
      after: [{ call: "ListObjectsV2", input: own, fails: "NoSuchBucket" }],
    },
    {
      name: "A bucket keeps versions once it is told to",
      before: versioned,
      call: "GetBucketVersioning",
      input: own,
      gives: { Status: "Enabled" },
    },
    {
      name: "A bucket keeps none by itself",
      before: [bucket()],
      call: "GetBucketVersioning",
      input: own,
      gives: { Status: is.absent },
    },
    {
      name: "A bucket without a policy",
      before: [bucket()],
      call: "GetBucketPolicy",
      input: own,
      fails: { name: "NoSuchBucketPolicy", message: /^The bucket policy does not exist$/ },
    },
    {
      name: "A bucket's encryption comes back",
      before: [
        bucket(),
        {
          call: "PutBucketEncryption",
          input: {
            ...own,
            ServerSideEncryptionConfiguration: {
              Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: true }],
            },
          },
        },
      ],
      call: "GetBucketEncryption",
      input: own,
      gives: {
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: true }],
        },
      },
    },
    {
      name: "Parts become an object",
      before: [...begun, ...parts],
      call: "CompleteMultipartUpload",
      input: { ...upload, ...one },
      gives: { Bucket: "{case}", Key: "k", ETag: is.match(/^"[0-9a-f]{32}-1"$/) },
      after: [{ call: "GetObject", input: { ...own, Key: "k" }, gives: { Body: "part" } }],
    },
    {
      name: "A part that was never uploaded",
      before: [...begun, ...parts],
      call: "CompleteMultipartUpload",
      input: { ...upload, MultipartUpload: { Parts: [{ PartNumber: 2, ETag: "{etag}" }] } },
      fails: "InvalidPart",
    },
    {
      name: "Parts out of their order",
      before: [...begun, ...parts, { call: "UploadPart", input: { ...upload, PartNumber: 2, Body: "part" } }],
      call: "CompleteMultipartUpload",
      input: {
        ...upload,
        MultipartUpload: {
          Parts: [
            { PartNumber: 2, ETag: "{etag}" },
            { PartNumber: 1, ETag: "{etag}" },
          ],
        },
      },
      fails: "InvalidPartOrder",
    },
    {
      name: "A small part that is not the last",
      before: [...begun, ...parts, { call: "UploadPart", input: { ...upload, PartNumber: 2, Body: "part" } }],
      call: "CompleteMultipartUpload",
      input: {
        ...upload,
        MultipartUpload: {
          Parts: [
            { PartNumber: 1, ETag: "{etag}" },
            { PartNumber: 2, ETag: "{etag}" },
          ],
        },
      },
      fails: "EntityTooSmall",
    },
    {
      name: "An upload that was given up",
      before: [...begun, { call: "AbortMultipartUpload", input: upload }],
      call: "UploadPart",
      input: { ...upload, PartNumber: 1, Body: "part" },
      fails: "NoSuchUpload",
    },
    {
      name: "An upload is listed while it lasts",
      before: [...begun, ...parts],
      call: "ListParts",
      input: upload,
      gives: { Parts: [{ PartNumber: 1, ETag: "{etag}", Size: 4 }] },
    },
  ],
};

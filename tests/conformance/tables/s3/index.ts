import type { Suite } from "../../case.ts";
import { bucketSuite } from "./buckets.ts";
import { lockSuite } from "./locks.ts";
import { objectSuite } from "./objects.ts";

/** S3. */
export const s3Suites: readonly Suite[] = [objectSuite, lockSuite, bucketSuite];

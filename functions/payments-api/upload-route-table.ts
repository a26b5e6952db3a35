import type { RouteDescription } from "./openapi/route-description.ts";
import type { ProblemCode } from "./problems.ts";
import { emptyBody } from "./schemas.ts";
import { uploadLinesReply, uploadReply } from "./upload-schemas.ts";

const PATH = "/v1/accounts/{id}/payment_uploads";
const READ: readonly ProblemCode[] = ["not_found", "misdirected"];

/** The routes of payment files that are too large for a body, as the API's document describes them. */
export const uploadRouteTable: readonly RouteDescription[] = [
  {
    method: "post",
    path: PATH,
    operationId: "requestUpload",
    summary: "Ask for a URL to put a pain.001.001.09 file to that is too large for a body",
    scopes: ["payments/write"],
    idempotent: true,
    body: emptyBody,
    response: uploadReply,
    status: 201,
    codes: [...READ, "limited", "contention", "unavailable"],
  },
  {
    method: "get",
    path: `${PATH}/{upload}`,
    operationId: "readUpload",
    summary: "Read where an uploaded file stands: why it is refused, or how many of its lines are paid",
    scopes: ["payments/read"],
    idempotent: false,
    response: uploadReply,
    status: 200,
    codes: READ,
  },
  {
    method: "get",
    path: `${PATH}/{upload}/lines`,
    operationId: "listUploadLines",
    summary: "List what became of an uploaded file's lines, a hundred at a time",
    scopes: ["payments/read"],
    idempotent: false,
    query: [{ name: "cursor", description: "The `next_cursor` of the page before." }],
    response: uploadLinesReply,
    status: 200,
    codes: READ,
  },
];

import { serveLocalCloud } from "../../../local/serve.ts";
import { answerAll } from "../../standing.ts";

// The local cloud as `cells up --empty` serves it, in a process of its own.

const served = await serveLocalCloud({ port: 0, edgePort: 0, onFault: (fault) => console.error(fault) });
answerAll(async () => ({ url: served.awsUrl }));

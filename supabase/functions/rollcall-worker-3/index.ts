// The same as `rollcall-worker`, under a name of its own and so in an isolate of its own: slices overlap and share a job.
import { startIsolate } from '../_shared/isolate.ts';

const isolate = startIsolate();
Deno.serve((request) => isolate.worker(request));

// Photos, jobs, renames and settings: the interface under /api/v1, as on a server of one's own.
import { startIsolate } from '../_shared/isolate.ts';

const isolate = startIsolate();
Deno.serve((request) => isolate.api(request));

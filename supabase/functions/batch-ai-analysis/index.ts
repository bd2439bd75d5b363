// Creates a job over the photos it is sent, answers 202 with its id, and begins to work on it in the background.
import { startIsolate } from '../_shared/isolate.ts';

const isolate = startIsolate();
Deno.serve((request) => isolate.createJob(request));

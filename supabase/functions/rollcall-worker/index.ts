// One slice of work, as long as this isolate may live. Called by the slice before it and by the schedule in the database.
import { startIsolate } from '../_shared/isolate.ts';

const isolate = startIsolate();
Deno.serve((request) => isolate.worker(request));

import { systemClock } from '../../src/clock.ts';
import { createS3Store } from '../../src/storage/s3-store.ts';
import { createS3StandIn } from '../s3-stand-in/create-s3-stand-in.ts';
import { describeObjectStore } from './object-store.ts';

describeObjectStore('S3', async () => {
  const standIn = await createS3StandIn({ pageSize: 2 });
  return {
    store: createS3Store({ ...standIn, prefix: 'a/library', fetch, clock: systemClock, random: () => 0 }),
    countStored: async () => standIn.objects.size + standIn.uploads.size,
    cleanUp: () => standIn.close(),
  };
});

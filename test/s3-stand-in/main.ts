import { createS3StandIn } from './create-s3-stand-in.ts';

const standIn = await createS3StandIn({ port: 9100 });

console.log(`The S3 stand-in is ready. What it holds is gone when it ends.

  STORAGE=s3 S3_ENDPOINT=${standIn.endpoint} S3_REGION=${standIn.region} S3_BUCKET=${standIn.bucket} \\
  S3_ACCESS_KEY_ID=${standIn.accessKeyId} S3_SECRET_ACCESS_KEY=${standIn.secretAccessKey} npm start`);

import { describeImageWork } from './image-work.ts';
import { openServerImageWork } from './server-image-work.ts';

describeImageWork('server', openServerImageWork);

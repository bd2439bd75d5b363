import { useMedia } from '../use-rollcall.ts';

/** There is no room beside the table: what will be done stands under it, as on a phone. */
export const useStacked = (): boolean => useMedia('(max-width: 959px)');

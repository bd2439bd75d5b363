/** A number of photos; `shown` is the number as it is written. */
export const photos = (n: number, shown: string): string => (n === 1 ? `${shown} photo` : `${shown} photos`);

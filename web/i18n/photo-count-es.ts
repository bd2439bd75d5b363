/** A number of photos; `shown` is the number as it is written. */
export const fotos = (n: number, shown: string): string => (n === 1 ? `${shown} foto` : `${shown} fotos`);

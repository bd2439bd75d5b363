import { types } from 'pg';
import type { ClientConfig } from 'pg';

type CustomTypes = NonNullable<ClientConfig['types']>;
type Parse = (value: string) => unknown;

const int8 = 20;
const numeric = 1700;
const timestamp = 1114;
const date = 1082;
const int8Array = 1016;
const numericArray = 1231;

// Money is nano-USD and stays below 2^53 (9 million dollars), so a number is exact.
const toNumbers: Parse = (value) => parseArray(value).map((item) => (item === null ? null : Number(item)));

const parsers: ReadonlyMap<number, Parse> = new Map([
  [int8, Number],
  [numeric, Number],
  [timestamp, (value: string) => value],
  [date, (value: string) => value],
  [int8Array, toNumbers],
  [numericArray, toNumbers],
]);

/** Reads values as the Sql port promises; given to each pool, since the parsers of `pg` itself are global. */
export const valueParsers: CustomTypes = {
  getTypeParser(oid: Parameters<CustomTypes['getTypeParser']>[0], format?: 'text' | 'binary') {
    const own = format === 'binary' ? undefined : parsers.get(oid);
    return own ?? types.getTypeParser(oid, format ?? 'text');
  },
};

/** A one-dimensional array of numbers as PostgreSQL prints it: `{1,NULL,3}`. */
function parseArray(value: string): (string | null)[] {
  const inside = value.slice(1, -1);
  return inside === '' ? [] : inside.split(',').map((item) => (item === 'NULL' ? null : item));
}

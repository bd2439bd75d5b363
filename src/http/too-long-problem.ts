import { ApiProblem } from './problem.ts';

/** A name that a person typed and no file could have: by how much, and what would be left of it. Nothing was done. */
export function tooLongProblem(found: {
  readonly over: number;
  readonly suggestion: string;
  readonly photoId?: string;
}): ApiProblem {
  const { over, ...extra } = found;
  return new ApiProblem('name_too_long', `Too long for a file by ${over} bytes. Nothing was done.`, extra);
}

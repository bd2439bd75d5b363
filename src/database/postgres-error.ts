import { DatabaseError as ServerError } from 'pg';
import { DatabaseError } from './sql.ts';

/** What the driver threw, as the port's error: with SQLSTATE if the server said something, else with code null. */
export function toDatabaseError(error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error;
  if (error instanceof ServerError) {
    return new DatabaseError(error.message, {
      code: error.code ?? null,
      constraint: error.constraint ?? null,
      cause: error,
    });
  }
  return new DatabaseError(describe(error), { code: null, cause: error });
}

/** True when the connection the error came from cannot be used again. */
export function isConnectionLost({ code }: DatabaseError): boolean {
  return code === null || code.startsWith('08') || code.startsWith('57P');
}

function describe(error: unknown): string {
  // A host name with several addresses fails as one error without words around one error for each.
  if (error instanceof AggregateError && error.message === '') return describe(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

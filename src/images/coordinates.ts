export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

/** Coordinates a camera can have meant: in range, and not the 0,0 that an unset receiver writes. */
export function readCoordinates(latitude: unknown, longitude: unknown): Coordinates | null {
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null;
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return null;
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  if (Math.abs(latitude) < 1e-4 && Math.abs(longitude) < 1e-4) return null;
  return { latitude, longitude };
}

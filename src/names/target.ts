/** Where the names are to be used: on any system, on one kind, or in web addresses. */
export type Target = 'any' | 'windows' | 'mac_linux' | 'web';

/** What a system bears in a stem; each leaves room in a directory entry of 255 for a counter and an extension. */
export interface TargetRules {
  /** UTF-8 bytes, what Linux file systems count. */
  readonly maxBytes: number;
  /** UTF-16 units, what NTFS counts. */
  readonly maxUnits: number;
  /** Whether `con` and its like are devices there, and not names. */
  readonly devices: boolean;
  /** Small letters of ASCII, digits and hyphens alone. */
  readonly web: boolean;
}

/** No letter needs more than three bytes a unit. */
const bytesOfUnits = 3;

/**
 * What a shell or a spreadsheet would act on, and what is illegal on any of them, is in no profile: photos move on.
 * Letter case is folded for all, since macOS and Windows take `IMG.jpg` and `img.jpg` for one file.
 */
const rules: Readonly<Record<Target, TargetRules>> = {
  any: { maxBytes: 200, maxUnits: 200, devices: true, web: false },
  windows: { maxBytes: 200 * bytesOfUnits, maxUnits: 200, devices: true, web: false },
  mac_linux: { maxBytes: 200, maxUnits: 200, devices: false, web: false },
  web: { maxBytes: 200, maxUnits: 200, devices: true, web: true },
};

export function targetRules(target: Target): TargetRules {
  return rules[target];
}

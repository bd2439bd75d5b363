/** Something that the person who installs has to decide or mend. Its message says what; it is shown as it is. */
export class Stop extends Error {
  override name = 'Stop';
}

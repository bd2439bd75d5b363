/** E-mail addresses and `@domains`, in lower case; null lets in whoever the issuer lets sign in. */
export type InviteList = readonly string[] | null;

/**
 * Whether a verified token is one of somebody on the list. Only plain ASCII addresses are compared: letters of other
 * scripts that look, or lower-case, like ours would let their owner in as somebody else.
 */
export function isInvited(list: InviteList, claims: Readonly<Record<string, unknown>>): boolean {
  if (list === null) return true;
  const { email, email_verified: verified } = claims;
  if (typeof email !== 'string' || verified === false || verified === 'false') return false;
  // Without the flag `i`: with it a class of ASCII letters takes in the Kelvin sign and the long s.
  const domain = /^[!-?A-~]+@([A-Za-z0-9.-]+)$/u.exec(email)?.[1];
  if (domain === undefined) return false;
  return list.includes(email.toLowerCase()) || list.includes(`@${domain.toLowerCase()}`);
}

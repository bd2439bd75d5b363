/** Encrypts small secrets with one key that never is in the database. */
export interface Seal {
  /** `context` says what the secret is for; the same must be given to open it. */
  close(secret: string, context: string): Promise<Uint8Array>;
  /** Null if it was closed with another key or for another context, or was changed. */
  open(sealed: Uint8Array, context: string): Promise<string | null>;
}

// A version byte, the nonce, then the text with its tag.
const version = 1;
const nonceLength = 12;

/** AES-256-GCM with a random nonce for each secret. */
export async function createSeal(key: Uint8Array): Promise<Seal> {
  if (key.length !== 32) throw new Error('The key that seals secrets must have 32 bytes.');
  const imported = await crypto.subtle.importKey('raw', Uint8Array.from(key), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
  return {
    async close(secret, context) {
      const nonce = crypto.getRandomValues(new Uint8Array(nonceLength));
      const text = new TextEncoder().encode(secret);
      const encrypted = new Uint8Array(
        await crypto.subtle.encrypt(parameters(nonce, context), imported, text),
      );
      const sealed = new Uint8Array(1 + nonceLength + encrypted.length);
      sealed[0] = version;
      sealed.set(nonce, 1);
      sealed.set(encrypted, 1 + nonceLength);
      return sealed;
    },
    async open(sealed, context) {
      const bytes = Uint8Array.from(sealed);
      if (bytes[0] !== version || bytes.length <= 1 + nonceLength) return null;
      const nonce = bytes.slice(1, 1 + nonceLength);
      const encrypted = bytes.slice(1 + nonceLength);
      const text = await crypto.subtle
        .decrypt(parameters(nonce, context), imported, encrypted)
        .catch(() => null);
      return text === null ? null : new TextDecoder().decode(text);
    },
  };
}

const parameters = (nonce: Uint8Array<ArrayBuffer>, context: string) => ({
  name: 'AES-GCM',
  iv: nonce,
  additionalData: new TextEncoder().encode(context),
});

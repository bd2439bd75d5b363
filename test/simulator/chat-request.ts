/** The parts of a request the simulator looks at, found without trusting its shape. */
export interface ChatRequest {
  readonly model: string;
  readonly text: string;
  readonly imageUrl: string | null;
  readonly hasDetail: boolean;
  readonly answerTokens: number;
  readonly keys: readonly string[];
}

export function readChatRequest(body: unknown): ChatRequest {
  const request = record(body);
  const parts = list(request['messages']).flatMap((message) => contentParts(record(message)['content']));
  const image = parts.map((part) => part['image_url']).find((one) => one !== undefined);
  const cap = request['max_completion_tokens'] ?? request['max_tokens'];
  return {
    model: text(request['model']),
    text: parts.map((part) => text(part['text'])).join('\n'),
    imageUrl: image === undefined ? null : text(record(image)['url']),
    hasDetail: image === undefined || record(image)['detail'] !== undefined,
    answerTokens: typeof cap === 'number' ? cap : 4096,
    keys: Object.keys(request),
  };
}

/** The language a question names, in English. */
export function languageOf(question: string): string {
  return /3 to 7 words, in ([^,]+),/u.exec(question)?.[1] ?? 'English';
}

function contentParts(content: unknown): Record<string, unknown>[] {
  return typeof content === 'string' ? [{ text: content }] : list(content).map(record);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

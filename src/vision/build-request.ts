import type { RequestForm } from './learnt-form.ts';
import { answerSchema, questionText } from './prompt.ts';
import type { DescribeRequest } from './vision-model.ts';

/**
 * The body of one call, from the keys the form allows and no others. As bytes: the picture is most of it, and as text it
 * would be copied four times for each call.
 */
export function buildRequest(options: {
  readonly model: string;
  readonly form: RequestForm;
  readonly answerTokens: number;
  readonly request: DescribeRequest;
}): Uint8Array<ArrayBuffer> {
  const { model, form, request } = options;
  // Without an enforced schema the form of the answer has to be asked for in words from the start.
  const wording = form.format === 'text' ? Math.max(2, request.attempt) : request.attempt;
  const budget = request.attempt > 1 ? options.answerTokens * 3 : options.answerTokens;
  const json = JSON.stringify({
    model,
    messages: [
      { role: 'system', content: questionText(request.question, wording) },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Name this photo.' },
          // Left out, `detail` means "no downscaling" on current models: thirteen times the price.
          { type: 'image_url', image_url: { url: dataUrlStart, detail: 'high' } },
        ],
      },
    ],
    response_format: responseFormat(form),
    ...(form.tokenCap === null ? {} : { [form.tokenCap]: budget }),
    ...(form.reasoningEffort === null ? {} : { reasoning_effort: form.reasoningEffort }),
    ...(form.store ? { store: false } : {}),
  });
  // The last one: a person's own words come before it.
  const at = json.lastIndexOf(dataUrlStart) + dataUrlStart.length;
  return withBase64(json.slice(0, at), request.preview, json.slice(at));
}

function responseFormat(form: RequestForm) {
  if (form.format === 'text') return { type: 'text' };
  return {
    type: 'json_schema',
    json_schema: { name: 'photo_name', strict: true, schema: answerSchema },
  };
}

/** Only JPEG as a data URL is read by every server. */
const dataUrlStart = 'data:image/jpeg;base64,';

function withBase64(before: string, bytes: Uint8Array, after: string): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const head = encoder.encode(before);
  const tail = encoder.encode(after);
  const body = new Uint8Array(head.length + Math.ceil(bytes.length / 3) * 4 + tail.length);
  body.set(head);
  body.set(tail, body.length - tail.length);
  writeBase64(body.subarray(head.length, body.length - tail.length), bytes);
  return body;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const padding = 61;

/** Straight into the body: a tenth of the time `btoa` takes, and no text of the picture's size to be cleared away. */
function writeBase64(target: Uint8Array, bytes: Uint8Array): void {
  const codes = new TextEncoder().encode(digits);
  const codeOf = (sixBits: number): number => codes[sixBits & 63] ?? padding;
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const three = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    target[at] = codeOf(three >> 18);
    target[at + 1] = codeOf(three >> 12);
    target[at + 2] = i + 1 < bytes.length ? codeOf(three >> 6) : padding;
    target[at + 3] = i + 2 < bytes.length ? codeOf(three) : padding;
    at += 4;
  }
}

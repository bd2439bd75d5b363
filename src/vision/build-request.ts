import type { RequestForm } from './learnt-form.ts';
import { answerSchema, questionText } from './prompt.ts';
import type { DescribeRequest } from './vision-model.ts';

/** The body of one call, from the keys the form allows and no others. */
export function buildRequest(options: {
  readonly model: string;
  readonly form: RequestForm;
  readonly answerTokens: number;
  readonly request: DescribeRequest;
}): string {
  const { model, form, request } = options;
  // Without an enforced schema the form of the answer has to be asked for in words from the start.
  const wording = form.format === 'text' ? Math.max(2, request.attempt) : request.attempt;
  const budget = request.attempt > 1 ? options.answerTokens * 3 : options.answerTokens;
  return JSON.stringify({
    model,
    messages: [
      { role: 'system', content: questionText(request.question, wording) },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Name this photo.' },
          // Left out, `detail` means "no downscaling" on current models: thirteen times the price.
          { type: 'image_url', image_url: { url: jpegDataUrl(request.preview), detail: 'high' } },
        ],
      },
    ],
    response_format: responseFormat(form),
    ...(form.tokenCap === null ? {} : { [form.tokenCap]: budget }),
    ...(form.reasoningEffort === null ? {} : { reasoning_effort: form.reasoningEffort }),
    ...(form.store ? { store: false } : {}),
  });
}

function responseFormat(form: RequestForm) {
  if (form.format === 'text') return { type: 'text' };
  return {
    type: 'json_schema',
    json_schema: { name: 'photo_name', strict: true, schema: answerSchema },
  };
}

/** Only JPEG as a data URL is read by every server. */
function jpegDataUrl(bytes: Uint8Array): string {
  return `data:image/jpeg;base64,${toBase64(bytes)}`;
}

function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  const size = 0x2000;
  for (let at = 0; at < bytes.length; at += size)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + size)));
  return btoa(pieces.join(''));
}

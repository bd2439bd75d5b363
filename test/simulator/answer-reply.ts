import { createHash } from 'node:crypto';
import { answerFor, type SimulatedAnswer } from './answers.ts';
import { languageOf, readChatRequest, type ChatRequest } from './chat-request.ts';
import type { Envelope, Misbehaviour } from './modes.ts';
import { imageTokens, readPicture } from './pictures.ts';
import type { Reply } from './send-reply.ts';

/** A request, read. */
export interface Work {
  readonly parsed: unknown;
  readonly chat: ChatRequest;
  readonly picture: ReturnType<typeof readPicture>;
  readonly sha256: string;
  readonly promptTokens: number;
  /** `json_schema` where the answer's form is enforced. */
  readonly formats: readonly string[];
}

export function readWork(body: Buffer): Work {
  let parsed: unknown = null;
  try {
    parsed = JSON.parse(body.toString());
  } catch {
    // The contract check says what is wrong.
  }
  const chat = readChatRequest(parsed);
  const picture = chat.imageUrl === null ? null : readPicture(chat.imageUrl);
  const promptTokens = Math.ceil(chat.text.length / 4) + 150 + (picture === null ? 0 : imageTokens(picture));
  const formats = body.includes('"type":"json_schema"') ? ['json_schema'] : [];
  return {
    parsed,
    chat,
    picture,
    promptTokens,
    formats,
    sha256: picture === null ? '' : sha256(picture.bytes),
  };
}

export function answerReply(call: {
  readonly work: Work;
  readonly mode: string;
  readonly misbehaviour: Misbehaviour | null;
  readonly previous: string;
  readonly index: number;
}): Reply & { readonly outputTokens: number } {
  const { work, mode, misbehaviour } = call;
  const of = mode === 'off-by-one' ? call.previous || work.sha256 : work.sha256;
  const answer = answerFor(of, languageOf(work.chat.text));
  const written = writeContent(answer, misbehaviour);
  const outputTokens = Math.ceil(written.text.length / 4);
  const usual: Envelope = {
    id: `chatcmpl-sim-${call.index}`,
    object: 'chat.completion',
    created: 1_790_000_000,
    model: work.chat.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: written.text, refusal: null },
        finish_reason: written.finish,
      },
    ],
    usage: {
      prompt_tokens: work.promptTokens,
      completion_tokens: outputTokens,
      total_tokens: work.promptTokens + outputTokens,
    },
  };
  const made = misbehaviour?.kind === 'envelope' ? misbehaviour.make(usual) : usual;
  const text = typeof made === 'string' ? made : JSON.stringify(made);
  const isLatin1 = mode === 'latin1';
  const headers = {
    'content-type': isLatin1 ? 'application/json; charset=iso-8859-1' : 'application/json',
    'x-request-id': `req_sim_${call.index}`,
    ...(misbehaviour?.kind === 'envelope' ? misbehaviour.headers : {}),
  };
  return { status: 200, headers, body: Buffer.from(text, isLatin1 ? 'latin1' : 'utf8'), outputTokens };
}

function writeContent(answer: SimulatedAnswer, mode: Misbehaviour | null): { text: string; finish: string } {
  if (mode?.kind === 'content') return { text: mode.write(answer), finish: mode.finish ?? 'stop' };
  const said = mode?.kind === 'answer' ? mode.change(answer) : answer;
  return { text: JSON.stringify(said), finish: 'stop' };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

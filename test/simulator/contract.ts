import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Names the first thing in a request that breaks the contract; null for a request that keeps it. */
export type ContractCheck = (body: unknown) => { readonly param: string; readonly message: string } | null;

export function createContractCheck(definition = 'OurVisionChatRequest'): ContractCheck {
  const ajv = new Ajv2020({ strict: false, allErrors: false, logger: false });
  ajv.addSchema(readJson('openai-contract.json'), 'contract');
  const validate = ajv.getSchema(`contract#/$defs/${definition}`);
  if (validate === undefined) throw new Error(`The contract has no ${definition}`);
  return (body) => {
    if (validate(body) === true) return null;
    const first = validate.errors?.[0];
    const param = first?.instancePath.split('/')[1] ?? 'body';
    return { param, message: `${first?.instancePath ?? ''} ${first?.message ?? 'is not allowed'}`.trim() };
  };
}

export interface ErrorSample {
  readonly id: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export function readErrorSamples(): {
  readonly samples: readonly ErrorSample[];
  readonly successButUnusable: readonly { readonly id: string; readonly body: unknown }[];
} {
  return JSON.parse(readFileSync(new URL('openai-error-samples.json', import.meta.url), 'utf8'));
}

function readJson(name: string): object {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}

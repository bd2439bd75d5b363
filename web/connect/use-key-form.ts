import { useState } from 'react';
import type { Provider } from '../../src/http/schemas/provider.ts';
import { modelWish, tidyAddress, type KeyForm } from './model-wish.ts';
import type { Connect } from './use-connect.ts';
import { anthropicAddress, misplacedKey, vendorOf, vendors, type VendorId } from './vendors.ts';

export const keyFormPlace = 'key';

export type KeyFormState = ReturnType<typeof useKeyForm>;

/** What is typed for a provider with a key, and testing it. Any change makes the last result old. */
export function useKeyForm(configured: Provider | undefined, connect: Connect) {
  const known = configured && configured.configured ? configured : undefined;
  const [form, setForm] = useState<KeyForm>(() => startForm(known));
  const [askModel, setAskModel] = useState(false);
  const saved = known && vendorOf(known) === form.vendor ? known : undefined;
  const hasSavedKey = saved !== undefined && saved.keyHint !== null;
  const wish = modelWish(form, { key: hasSavedKey });
  const { state } = connect;
  const result = state.kind === 'done' && state.at === keyFormPlace ? state.test : null;
  const noModel = result !== null && !result.ok && result.code === 'model_unavailable';

  function change(part: Partial<KeyForm>): void {
    setForm((before) => ({ ...before, ...part }));
    if (state.kind === 'done') connect.clear();
  }

  async function test(): Promise<void> {
    if (wish === null || state.kind === 'testing') return;
    const outcome = await connect.connect(keyFormPlace, wish);
    // What was saved is never shown again, not even to the one who typed it.
    if (outcome?.ok || outcome?.code === 'no_credit')
      setForm((before) => ({ ...before, key: '', model: outcome.ok ? outcome.model : before.model }));
  }

  return {
    form,
    wish,
    saved,
    hasSavedKey,
    result,
    change,
    test: () => void test(),
    busy: state.kind === 'testing' && state.at === keyFormPlace,
    vendor: vendors.find(({ id }) => id === form.vendor) ?? vendors[0],
    choose: (vendor: VendorId) => {
      setAskModel(false);
      change({ vendor, ...(form.vendor === vendor ? {} : { model: '', baseUrl: '' }) });
    },
    /** OpenAI has a model that always serves; the others are asked which. */
    showsModel: form.vendor !== 'openai' || askModel || noModel,
    askModel: () => setAskModel(true),
    badAddress: form.vendor === 'other' && form.baseUrl.trim() !== '' && tidyAddress(form.baseUrl) === null,
    misplaced: misplacedKey(form.key, form),
    moveKey: (owner: VendorId | 'anthropic') =>
      change(
        owner === 'anthropic'
          ? { vendor: 'other', baseUrl: anthropicAddress, model: '' }
          : { vendor: owner, baseUrl: '', model: '' },
      ),
  };
}

function startForm(known: Provider | undefined): KeyForm {
  const vendor = known ? vendorOf(known) : 'openai';
  return {
    vendor,
    baseUrl: vendor === 'other' ? (known?.baseUrl ?? '') : '',
    model: vendor === 'openai' ? '' : (known?.model ?? ''),
    key: '',
  };
}

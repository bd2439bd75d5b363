import { KeyRound, LoaderCircle } from 'lucide-react';
import { useId } from 'react';
import type { Provider } from '../../src/http/schemas/provider.ts';
import { focusAtOnce } from '../components/focus-at-once.ts';
import { Button } from '../components/ui/button.tsx';
import { Segments } from '../components/ui/controls.tsx';
import { Hint, Label } from '../components/ui/fields.tsx';
import { Select } from '../components/ui/select.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePhone } from '../use-rollcall.ts';
import { AfterTest } from './after-test.tsx';
import { KeyHint } from './key-hint.tsx';
import { tidyAddress, typedHost } from './model-wish.ts';
import { RemoveKey } from './remove-key.tsx';
import type { Connect } from './use-connect.ts';
import { keyFormPlace, useKeyForm, type KeyFormState } from './use-key-form.ts';
import { vendors } from './vendors.ts';

const field =
  'h-8 w-full min-w-0 rounded-md border border-input bg-popover px-2.5 max-sm:h-11 max-sm:text-base';

/** A provider that wants a key, or any server by its address. The key is tested before it is saved. */
export function KeyFormBox(props: { configured: Provider | undefined; connect: Connect; focusKey: boolean }) {
  const state = useKeyForm(props.configured, props.connect);
  const { words } = useSpeech();
  const label = state.vendor.label ?? (typedHost(tidyAddress(state.form.baseUrl)) || words.connect.other);
  const { kind } = props.connect.state;
  const tested = kind !== 'idle' && props.connect.state.at === keyFormPlace;
  return (
    <form
      className="rounded-md border border-border bg-card px-4 pt-4 pb-3.5 max-sm:px-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        state.test();
      }}
    >
      <VendorChoice state={state} />
      {state.showsModel ? <AddressAndModel state={state} /> : null}
      <KeyField state={state} connect={props.connect} focused={props.focusKey} />
      <div className="mt-3">
        {tested ? (
          <AfterTest connect={props.connect} at={keyFormPlace} label={label} />
        ) : (
          <KeyHint state={state} />
        )}
      </div>
    </form>
  );
}

function VendorChoice({ state }: { state: KeyFormState }) {
  const { words } = useSpeech();
  const phone = usePhone();
  const choices = vendors.map(({ id, label }) => ({ value: id, label: label ?? words.connect.other }));
  const common = { label: words.connect.provider, value: state.form.vendor, onChange: state.choose };
  return phone ? <Select {...common} choices={choices} /> : <Segments wide {...common} choices={choices} />;
}

function AddressAndModel({ state }: { state: KeyFormState }) {
  const { words } = useSpeech();
  const id = useId();
  const { form, vendor } = state;
  const other = form.vendor === 'other';
  const modelHint = () => {
    if (other) return words.connect.foundAfter;
    return vendor.exampleModel === null
      ? words.connect.modelNeeded
      : words.connect.example(vendor.exampleModel);
  };
  return (
    <div className="mt-3.5 grid grid-cols-2 gap-3.5 max-sm:grid-cols-1">
      {other ? (
        <div>
          <Label htmlFor={`${id}-address`}>{words.connect.address}</Label>
          <input
            id={`${id}-address`}
            className={field}
            value={form.baseUrl}
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="http://192.168.1.20:8000/v1"
            aria-invalid={state.badAddress}
            aria-describedby={state.badAddress ? `${id}-problem` : undefined}
            onChange={(event) => state.change({ baseUrl: event.target.value })}
            onBlur={() => {
              const tidy = tidyAddress(form.baseUrl);
              if (tidy !== null && tidy !== form.baseUrl) state.change({ baseUrl: tidy });
            }}
          />
          {state.badAddress ? (
            <Hint id={`${id}-problem`} failed>
              {words.connect.badAddress}
            </Hint>
          ) : null}
        </div>
      ) : null}
      <div className={other ? '' : 'col-span-full'}>
        <Label htmlFor={`${id}-model`}>{words.connect.model}</Label>
        <input
          id={`${id}-model`}
          className={field}
          value={form.model}
          autoComplete="off"
          spellCheck={false}
          placeholder={modelHint()}
          onChange={(event) => state.change({ model: event.target.value })}
        />
      </div>
    </div>
  );
}

function KeyField(props: { state: KeyFormState; connect: Connect; focused: boolean }) {
  const { words } = useSpeech();
  const id = useId();
  const { state } = props;
  const { form } = state;
  const placeholder = () => {
    if (state.saved && state.saved.keyHint !== null) return words.connect.savedKey(state.saved.keyHint);
    return form.vendor === 'other' ? words.connect.optional : words.connect.pasteKey;
  };
  const removable = state.hasSavedKey && form.key === '' && state.result?.ok !== false;
  return (
    <div className="mt-3.5">
      <div className="flex items-baseline justify-between gap-3">
        <Label htmlFor={id}>{words.connect.key}</Label>
        {state.showsModel ? null : (
          <button
            type="button"
            className="mb-1.5 rounded-sm text-xs text-muted-foreground underline-offset-2 hover:text-foreground hover:underline"
            onClick={state.askModel}
          >
            {words.connect.anotherModel}
          </button>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        <div className="flex h-8 min-w-0 flex-1 basis-56 items-center gap-2 rounded-md border border-input bg-popover px-2.5 outline-2 outline-offset-1 outline-transparent focus-within:outline-ring max-sm:h-11">
          <KeyRound className="text-muted-foreground" aria-hidden />
          <input
            id={id}
            ref={props.focused ? focusAtOnce : undefined}
            type="password"
            name="provider-key"
            autoComplete="off"
            spellCheck={false}
            value={form.key}
            placeholder={placeholder()}
            className="min-w-0 flex-1 bg-transparent outline-none max-sm:text-base"
            onChange={(event) => state.change({ key: event.target.value })}
          />
        </div>
        {removable ? <RemoveKey connect={props.connect} /> : null}
        {removable && state.wish !== null && !hasChanged(state) ? null : <TestButton state={state} />}
      </div>
    </div>
  );
}

/** Whether there is anything to test that is not in use already. */
function hasChanged({ form, saved }: KeyFormState): boolean {
  if (form.key !== '' || !saved) return true;
  const address = form.vendor === 'other' && tidyAddress(form.baseUrl) !== saved.baseUrl;
  return address || (form.model.trim() !== '' && form.model.trim() !== saved.model);
}

function TestButton({ state }: { state: KeyFormState }) {
  const { words } = useSpeech();
  const again = state.result !== null && !state.result.ok;
  return (
    <Button
      type="submit"
      aria-busy={state.busy}
      aria-disabled={state.wish === null && !state.busy}
      className="min-w-[118px] max-sm:flex-1"
    >
      {state.busy ? (
        <>
          <LoaderCircle className="spin" aria-hidden />
          {words.connect.testing}
        </>
      ) : again ? (
        words.connect.testAgain
      ) : (
        words.connect.test
      )}
    </Button>
  );
}

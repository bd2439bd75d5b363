import { FolderOpen, FolderUp, Lock, Monitor, Plug } from 'lucide-react';
import type { ReactNode } from 'react';
import { NameText } from '../components/name-text.tsx';
import { Status } from '../components/status-icon.tsx';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { WayInOnDisk } from '../on-disk/way-in.tsx';
import { useAccount } from '../sign-in/account.ts';
import { usePickers } from '../upload/use-pickers.tsx';
import { useNamer } from '../settings/use-namer.ts';
import { useRollcall } from '../use-rollcall.ts';
import falcon from './prairie-falcon.webp';

/** The first start: where photos go in, and one photo seen three times that says what will happen. */
export function StartPage() {
  const { words } = useSpeech();
  const namer = useNamer();
  const account = useAccount();
  return (
    <div className="mx-auto max-w-[760px] pt-11 pb-10 max-sm:px-4 max-sm:pt-6">
      <h1 className="text-xl tracking-[-0.02em]">{words.start.title}</h1>
      <p className="mt-0.5 text-base text-muted-foreground">{words.start.lead}</p>
      <DropBox />
      <WayInOnDisk />
      <ol className="mt-8 grid grid-cols-3 gap-6 max-sm:grid-cols-1">
        <Step number={1} title={words.start.step1} text={words.start.step1Text}>
          <NameText name="DSC_0413.JPG" className="text-muted-foreground" />
        </Step>
        <Step number={2} title={words.start.step2} text={words.start.step2Text} looking>
          <Status tone="working" icon="looking" word={words.card.looking} />
        </Step>
        <Step number={3} title={words.start.step3} text={words.start.step3Text}>
          <div className="flex min-w-0 gap-1.5">
            <Status tone="done" icon="named" word={words.card.named} />
            <NameText name={namer.basic ? '2022-03-31-morning.jpg' : 'prairie-falcon-in-flight.jpg'} />
          </div>
          {namer.basic ? (
            <div className="truncate text-muted-foreground">
              {words.start.withModel} <span className="text-foreground">prairie-falcon-in-flight</span>
            </div>
          ) : null}
        </Step>
      </ol>
      <NamerRow />
      <div className="flex items-center gap-3 py-3.5 text-muted-foreground">
        <Lock aria-hidden />
        {account === null ? words.start.privacy : words.signIn.privacy}
      </div>
    </div>
  );
}

function DropBox() {
  const { words } = useSpeech();
  const { originalsMayStay } = useRollcall();
  const pickers = usePickers();
  return (
    <section
      aria-label={words.start.dropZone}
      className="mt-5 flex min-h-[220px] flex-col items-center justify-center rounded-lg border-[1.5px] border-dashed border-input bg-card p-4 text-center"
    >
      <FolderUp className="size-7 text-muted-foreground [stroke-width:1.5]" aria-hidden />
      <h2 className="mt-2.5 text-lg">{words.start.drop}</h2>
      <div className="mt-3.5 flex flex-wrap justify-center gap-2">
        <Button look="primary" size="large" onClick={pickers.folder}>
          <FolderOpen aria-hidden />
          {words.start.chooseFolder}
        </Button>
        <Button size="large" onClick={pickers.photos}>
          {words.start.choosePhotos}
        </Button>
      </div>
      <p className="mt-4 text-xs text-muted-foreground">
        {originalsMayStay ? words.start.formatsInBrowser : words.start.formats}
      </p>
    </section>
  );
}

function Step(props: {
  number: number;
  title: string;
  text: string;
  looking?: boolean;
  children: ReactNode;
}) {
  const { words } = useSpeech();
  return (
    <li>
      <div className="relative">
        <img
          src={falcon}
          alt={words.start.example}
          className="aspect-video w-full rounded-photo bg-muted object-cover"
        />
        {props.looking ? <div className="sweep" /> : null}
      </div>
      <div className="mt-1.5 h-11 text-xs leading-[18px]">{props.children}</div>
      <h2 className="mt-2.5 flex gap-1.5 text-sm">
        <span className="num font-medium text-muted-foreground">{props.number}</span>
        {props.title}
      </h2>
      <p className="mt-0.5 text-muted-foreground">{props.text}</p>
    </li>
  );
}

function NamerRow() {
  const { words } = useSpeech();
  const namer = useNamer();
  return (
    <div className="mt-7 flex items-center gap-3 border-y border-border py-3.5">
      {namer.basic ? (
        <Monitor className="text-muted-foreground" aria-hidden />
      ) : (
        <Plug className="text-muted-foreground" aria-hidden />
      )}
      <div className="min-w-0 flex-1">
        <div className="font-strong">
          {namer.basic ? words.start.namerBasic : words.start.namerModel(namer.model, namer.provider)}
        </div>
        <div className="text-xs text-muted-foreground">
          {namer.basic ? words.start.namerBasicText : words.start.namerModelText}
        </div>
      </div>
      {namer.basic ? (
        <Button asLink="#/connect">
          <Plug aria-hidden />
          {words.app.connectModel}
        </Button>
      ) : null}
    </div>
  );
}

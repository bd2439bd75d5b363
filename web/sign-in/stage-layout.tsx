import { ArrowRight } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { Brand } from '../components/brand.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import falcon from '../start/prairie-falcon.webp';

/** A page before the page: what is to be done on the left, what Rollcall does on the right. */
export function StageLayout({ title, children }: { title: string; children: ReactNode }) {
  const { words } = useSpeech();
  useEffect(() => {
    const before = document.title;
    document.title = `${title} · Rollcall`;
    return () => {
      document.title = before;
    };
  }, [title]);
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)] bg-card lg:grid-cols-[minmax(400px,560px)_minmax(0,1fr)]">
      <main className="flex min-h-0 flex-col overflow-y-auto px-9 py-7 max-sm:px-4 max-sm:py-4">
        <Brand />
        <div className="m-auto w-full max-w-[344px] py-6 max-sm:mt-10 max-sm:max-w-none sm:max-lg:mt-[12vh]">
          {children}
        </div>
        <p className="text-xs text-muted-foreground">{words.signIn.privacy}</p>
      </main>
      <aside
        aria-label={words.start.example}
        className="hidden place-items-center bg-(--stage) p-10 text-(--stage-foreground) lg:grid"
      >
        <figure className="w-full max-w-[640px]">
          <img
            src={falcon}
            alt={words.start.example}
            className="aspect-3/2 w-full rounded-photo object-cover"
          />
          <figcaption className="mt-3.5 flex min-w-0 items-center gap-3 text-[15px]">
            <s className="text-(--stage-foreground) decoration-current opacity-62">DSC_0413.JPG</s>
            <ArrowRight className="icon-sm" aria-hidden />
            <span className="min-w-0 truncate font-medium">
              prairie-falcon-in-flight<span className="font-normal opacity-70">.jpg</span>
            </span>
          </figcaption>
        </figure>
      </aside>
    </div>
  );
}

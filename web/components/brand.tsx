export function Brand() {
  return (
    <span className="flex items-center gap-2 text-[15px] font-semibold tracking-[-0.02em] max-sm:text-[17px]">
      <svg className="block size-5" viewBox="0 0 20 20" aria-hidden="true">
        <rect width="20" height="20" rx="5" fill="currentColor" />
        <g fill="none" stroke="var(--card)" strokeWidth="2" strokeLinecap="round">
          <path d="M5.2 8.6l2.6 2.6 6.4-6" strokeLinejoin="round" />
          <path d="M5.4 15h9.2" />
        </g>
      </svg>
      Rollcall
    </span>
  );
}

/** The Supabase project that the page is built for. */
export interface SupabaseProject {
  /** Without a slash at its end. */
  url: string;
  publishableKey: string;
  /** The function that starts jobs, with what follows its name. */
  startFunction: string;
}

import { openPage } from '../render-page.tsx';
import type { SupabaseProject } from './project.ts';
import { startProject } from './start-project.tsx';
import '../styles/app.css';

/** Put in by scripts/build-supabase-page.ts. */
declare const SUPABASE_PROJECT: SupabaseProject;

startProject(SUPABASE_PROJECT, openPage());

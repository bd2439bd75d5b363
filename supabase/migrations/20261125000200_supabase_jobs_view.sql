-- Only on Supabase: jobs to look at, in the Table Editor and with supabase-js. Nothing of this schema is exposed
-- besides; the view runs with the rights of whoever reads it, so row security holds.

do $$
begin
  if to_regnamespace('storage') is null then
    return;
  end if;

  create policy own_jobs_on_supabase on rollcall.jobs for select to authenticated
    using (owner_id = (select rollcall.owner_id()));
  grant usage on schema rollcall to authenticated;
  grant select (owner_id, id, status, total, succeeded, failed, skipped, canceled, error, created_at)
    on rollcall.jobs to authenticated;

  create view public.rollcall_jobs with (security_invoker = true) as
    select id, status, total,
           succeeded + failed + skipped as processed,
           failed,
           total - succeeded - failed - skipped - canceled as remaining,
           case when total = 0 then 1 else round((succeeded + failed + skipped)::numeric / total, 4) end as progress,
           error, created_at
    from rollcall.jobs;
  -- A project grants its roles everything on new objects of this schema.
  revoke all on public.rollcall_jobs from public, anon, authenticated;
  grant select on public.rollcall_jobs to authenticated;
  comment on view public.rollcall_jobs is 'Rollcall''s background jobs, read-only; everybody sees their own.';
end $$;

insert into rollcall.migrations (name) values ('20261125000200_supabase_jobs_view');

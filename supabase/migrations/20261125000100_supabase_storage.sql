-- Only on Supabase: the bucket, and where a signed-in person may upload straight to it.
-- Everything else in the bucket is written and read by the functions, with the service key.

do $$
begin
  if to_regclass('storage.buckets') is null or to_regclass('storage.objects') is null then
    return;
  end if;

  insert into storage.buckets (id, name, public, file_size_limit)
  values ('rollcall', 'rollcall', false, 200000000)
  on conflict (id) do nothing;

  -- The owner's id as requests of Supabase carry it; without the schema they could not even name the function.
  grant usage on schema rollcall to authenticated;

  create policy rollcall_upload on storage.objects for insert to authenticated
    with check (bucket_id = 'rollcall' and name like 'incoming/' || (select rollcall.owner_id())::text || '/%');
  create policy rollcall_see_own_uploads on storage.objects for select to authenticated
    using (bucket_id = 'rollcall' and name like 'incoming/' || (select rollcall.owner_id())::text || '/%');
end $$;

insert into rollcall.migrations (name) values ('20261125000100_supabase_storage');

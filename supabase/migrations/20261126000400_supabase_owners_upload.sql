-- Only on Supabase: the bucket takes nothing from people whom Rollcall does not know. Whoever may use it becomes an owner with
-- the first request; somebody signed in to the project's own app, or not on ROLLCALL_ALLOWED, never does.

do $guard$
begin
  if to_regclass('storage.buckets') is null or to_regclass('storage.objects') is null then
    return;
  end if;

  -- As its owner: people may not read the table of owners.
  create function rollcall.is_owner() returns boolean
    language sql stable security definer
    set search_path = ''
  as $$
    select exists (select from rollcall.owners where id = (select rollcall.owner_id()))
  $$;
  revoke all on function rollcall.is_owner() from public, anon;
  grant execute on function rollcall.is_owner() to authenticated;

  alter policy rollcall_upload on storage.objects
    with check (bucket_id = 'rollcall' and (select rollcall.is_owner()) and name ~ (
      '^incoming/' || (select rollcall.owner_id())::text
      || '/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/(original|thumbnail\.webp|preview\.jpg)$'));
end $guard$;

insert into rollcall.migrations (name) values ('20261126000400_supabase_owners_upload');

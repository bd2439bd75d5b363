-- Only on Supabase: below a person's own folder of incoming/ nothing but the three objects of an upload. They cannot be
-- changed or removed by anybody signed in: there is no policy for that, so what was looked at stays what it was.

do $$
begin
  if to_regclass('storage.buckets') is null or to_regclass('storage.objects') is null then
    return;
  end if;

  alter policy rollcall_upload on storage.objects
    with check (bucket_id = 'rollcall' and name ~ (
      '^incoming/' || (select rollcall.owner_id())::text
      || '/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/(original|thumbnail\.webp|preview\.jpg)$'));
end $$;

insert into rollcall.migrations (name) values ('20261126000200_supabase_uploads');

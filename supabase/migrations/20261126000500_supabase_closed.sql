-- A project may allow its own people more than Rollcall does: a policy of the app's without a bucket or a topic in it would
-- open Rollcall's as well, because policies add up. These take away instead, and from Rollcall's own things only.

-- Where people sign in by another service, somebody's id may be any text: such a one is no owner, and no reason to fail.
create or replace function rollcall.owner_id() returns uuid
  language sql stable
  set search_path = ''
  return (select case when c.sub ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then c.sub::uuid end
          from (select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub' as sub) c);

do $guard$
begin
  if to_regclass('storage.objects') is not null then
    create policy rollcall_only_own on storage.objects as restrictive for select to authenticated
      using (bucket_id is distinct from 'rollcall'
             or name like 'incoming/' || (select rollcall.owner_id())::text || '/%');
    create policy rollcall_only_uploads on storage.objects as restrictive for insert to authenticated
      with check (bucket_id is distinct from 'rollcall' or (select rollcall.is_owner()) and name ~ (
        '^incoming/' || (select rollcall.owner_id())::text
        || '/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/(original|thumbnail\.webp|preview\.jpg)$'));
    create policy rollcall_nothing_changed on storage.objects as restrictive for update to authenticated
      using (bucket_id is distinct from 'rollcall') with check (bucket_id is distinct from 'rollcall');
    create policy rollcall_nothing_deleted on storage.objects as restrictive for delete to authenticated
      using (bucket_id is distinct from 'rollcall');
    -- Without a function in it, which this role may not call.
    create policy rollcall_signed_in_only on storage.objects as restrictive for all to anon
      using (bucket_id is distinct from 'rollcall') with check (bucket_id is distinct from 'rollcall');
  end if;

  if to_regclass('realtime.messages') is not null then
    create policy rollcall_only_own_topic on realtime.messages as restrictive for select to authenticated
      using (coalesce((select realtime.topic()), '') not like 'rollcall:%'
             or (select realtime.topic()) = 'rollcall:' || (select rollcall.owner_id())::text);
    create policy rollcall_nothing_sent on realtime.messages as restrictive for insert to authenticated
      with check (coalesce((select realtime.topic()), '') not like 'rollcall:%');
    create policy rollcall_signed_in_only on realtime.messages as restrictive for all to anon
      using (coalesce((select realtime.topic()), '') not like 'rollcall:%')
      with check (coalesce((select realtime.topic()), '') not like 'rollcall:%');
  end if;
end $guard$;

insert into rollcall.migrations (name) values ('20261126000500_supabase_closed');

-- Requests read as rollcall_user and see their own rows; every write goes through the schema owner.
-- provider_keys and storage_deletions are not readable by a request at all.

do $$
declare
  t text;
begin
  for t in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where n.nspname = 'rollcall' and c.relkind = 'r' and c.relname <> 'migrations'
  loop
    execute format('alter table rollcall.%I enable row level security', t);
  end loop;
  foreach t in array array['originals', 'photos', 'analyses', 'jobs', 'job_items', 'model_calls', 'renames',
                           'rename_entries', 'settings', 'idempotency_keys']
  loop
    execute format('create policy own_rows on rollcall.%I for select to rollcall_user
                    using (owner_id = (select rollcall.owner_id()))', t);
    execute format('grant select on rollcall.%I to rollcall_user', t);
  end loop;
end $$;

create policy own_row on rollcall.owners for select to rollcall_user using (id = (select rollcall.owner_id()));
grant select on rollcall.owners to rollcall_user;
alter table rollcall.migrations enable row level security;

insert into rollcall.migrations (name) values ('20261124000500_row_security');

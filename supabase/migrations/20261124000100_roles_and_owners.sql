-- The schema, the role that requests run as, and the owners.
-- Every table carries owner_id, every foreign key is composite (owner_id, x_id): a plain one can point across owners.

create schema if not exists rollcall;

create table rollcall.migrations (
  name       text primary key,
  checksum   text,
  applied_at timestamptz not null default now()
);
comment on table rollcall.migrations is 'Files applied, recorded by the files themselves so that any tool may apply them.';

-- Roles belong to the cluster, so another database may have made this one already.
do $$
begin
  if not exists (select from pg_roles where rolname = 'rollcall_user') then
    create role rollcall_user nologin;
  end if;
  -- From 16 on, creating a role no longer includes the right to become it.
  if current_setting('server_version_num')::int >= 160000 then
    if not pg_has_role(current_user, 'rollcall_user', 'set') then
      execute format('grant rollcall_user to %I with set true, inherit false', current_user);
    end if;
  elsif not pg_has_role(current_user, 'rollcall_user', 'member') then
    execute format('grant rollcall_user to %I', current_user);
  end if;
end $$;

revoke all on schema rollcall from public;
grant usage on schema rollcall to rollcall_user;

-- After a request the setting is '' rather than null, hence nullif.
create function rollcall.owner_id() returns uuid
  language sql stable
  set search_path = ''
  return (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;

create table rollcall.owners (
  id         uuid primary key,
  subject    text not null,
  seq        bigint not null default 0,
  fair_tag   bigint not null default 0,
  created_at timestamptz not null default now(),
  constraint owners_subject unique (subject)
);
comment on column rollcall.owners.seq is
  'Raised first by every transaction that changes the owner''s photos, names, items or jobs: lock and event cursor in one. Never index it (HOT updates).';
comment on column rollcall.owners.subject is 'Who the identity provider says this is; the id is derived from it.';

insert into rollcall.migrations (name) values ('20261124000100_roles_and_owners');

create table rollcall.settings (
  owner_id   uuid not null references rollcall.owners (id),
  data       jsonb not null default '{}',
  updated_at timestamptz not null default now(),
  constraint settings_pkey primary key (owner_id)
);

create table rollcall.provider_keys (
  owner_id   uuid not null references rollcall.owners (id),
  provider   text not null,
  sealed     bytea not null,
  hint       text not null,
  base_url   text,
  created_at timestamptz not null default now(),
  constraint provider_keys_pkey primary key (owner_id, provider)
);
comment on column rollcall.provider_keys.sealed is 'AES-256-GCM; the key to it never is in the database.';

create table rollcall.idempotency_keys (
  owner_id   uuid not null references rollcall.owners (id),
  operation  text not null,
  key        text not null,
  body_hash  text not null,
  result_id  uuid not null,
  created_at timestamptz not null default now(),
  constraint idempotency_keys_pkey primary key (owner_id, operation, key)
);
create index idempotency_keys_age on rollcall.idempotency_keys (created_at);

create table rollcall.storage_deletions (
  owner_id   uuid not null references rollcall.owners (id),
  id         uuid not null,
  object_key text not null,
  due_at     timestamptz not null default now(),
  constraint storage_deletions_pkey primary key (owner_id, id)
);

insert into rollcall.migrations (name) values ('20261124000400_settings_and_housekeeping');

-- Originals, photos, analyses.

create table rollcall.originals (
  owner_id         uuid not null references rollcall.owners (id),
  sha256           bytea not null constraint originals_sha256_length check (length(sha256) = 32),
  media_type       text not null,
  bytes            bigint not null,
  original_key     text not null,
  thumbnail_key    text,
  preview_key      text,
  preview_recipe   text not null default '',
  width            int,
  height           int,
  perceptual_hash  bytea,
  thumbhash        bytea,
  taken_local      timestamp,
  taken_offset_min smallint,
  camera           text,
  latitude         double precision,
  longitude        double precision,
  city             text,
  country_code     text,
  kind             text not null default 'photo',
  brightness       real not null default 0.5,
  damaged          boolean not null default false,
  prepared_at      timestamptz,
  prepare_error    text,
  prepare_detail   text,
  prepare_tries    int not null default 0,
  created_at       timestamptz not null default now(),
  constraint originals_pkey primary key (owner_id, sha256)
);
comment on column rollcall.originals.taken_local is 'Wall-clock time at the camera; without a zone on purpose, read as text.';

create table rollcall.photos (
  owner_id      uuid not null,
  id            uuid not null,
  folder        text not null default '',
  sha256        bytea,
  stem          text not null,
  extension     text not null,
  name_key      text,
  base_key      text not null,
  number        int not null default 1,
  original_name text not null,
  name_source   text not null default 'upload'
    constraint photos_name_source check (name_source in ('upload', 'job', 'template', 'hand', 'review', 'undo')),
  name_rev      int not null default 0,
  state         text not null default 'preparing'
    constraint photos_state check (state in ('preparing', 'ready', 'named', 'suggested', 'needs_look', 'failed')),
  taken_local   timestamp,
  search        text not null default '',
  deleted_at    timestamptz,
  created_at    timestamptz not null default now(),
  seq           bigint not null,
  constraint photos_pkey primary key (owner_id, id),
  constraint photos_original foreign key (owner_id, sha256) references rollcall.originals (owner_id, sha256),
  -- Deferrable, so that a swap of two names passes; a constraint cannot be partial, so a deleted photo has no key.
  constraint photos_name unique (owner_id, folder, name_key) deferrable initially immediate,
  -- A deleted photo loses its original after 30 days; the row stays, for the jobs and renames that speak of it.
  constraint photos_original_while_alive check (deleted_at is not null or sha256 is not null),
  constraint photos_name_key_while_alive check ((deleted_at is null) = (name_key is not null))
);
create index photos_base on rollcall.photos (owner_id, folder, base_key, number) where deleted_at is null;
create index photos_seq on rollcall.photos (owner_id, seq);
create index photos_original_sha on rollcall.photos (owner_id, sha256);
create index photos_taken on rollcall.photos (owner_id, taken_local, name_key, id) where deleted_at is null;
create index photos_added on rollcall.photos (owner_id, created_at desc, id desc) where deleted_at is null;
create index photos_by_state on rollcall.photos (owner_id, state, created_at desc, id desc) where deleted_at is null;
comment on column rollcall.photos.state is 'What outlasts a job; waiting and analysing come from the live item.';
comment on column rollcall.photos.search is 'Lower-case words search looks at: names, place, what was seen.';

create table rollcall.analyses (
  owner_id   uuid not null,
  sha256     bytea not null,
  recipe     text not null,
  question   text not null,
  provider   text not null,
  model      text not null,
  facts      text not null default '',
  language   text not null,
  answer     jsonb not null,
  created_at timestamptz not null default now(),
  -- No second key that begins with owner_id: planned while the table is empty, look-ups would take that one and read
  -- all of the owner's rows for each.
  constraint analyses_pkey primary key (owner_id, sha256, recipe, question, provider, model, facts),
  constraint analyses_original foreign key (owner_id, sha256) references rollcall.originals (owner_id, sha256)
);
comment on column rollcall.analyses.facts is 'Hash of the facts for providers that use them; never null, a null would never conflict.';

insert into rollcall.migrations (name) values ('20261124000200_library');

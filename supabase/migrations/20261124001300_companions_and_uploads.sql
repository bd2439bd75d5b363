-- Files that travel beside photos (XMP), and uploads that are under way.

create table rollcall.companions (
  owner_id   uuid not null references rollcall.owners (id),
  id         uuid not null,
  folder     text not null,
  filename   text not null,
  belongs_to text not null,
  photo_id   uuid,
  bytes      int not null,
  sha256     bytea not null constraint companions_sha256_length check (length(sha256) = 32),
  object_key text not null,
  created_at timestamptz not null default now(),
  constraint companions_pkey primary key (owner_id, id),
  constraint companions_photo foreign key (owner_id, photo_id) references rollcall.photos (owner_id, id),
  constraint companions_file unique (owner_id, folder, filename)
);
create index companions_belongs_to on rollcall.companions (owner_id, folder, belongs_to);
create index companions_of_photo on rollcall.companions (owner_id, photo_id);
comment on column rollcall.companions.belongs_to is 'Its name without .xmp: a photo''s file name as it was sent, or the stem of one.';
comment on column rollcall.companions.photo_id is 'Null until a photo of that name is in the folder.';

-- A companion that comes later finds its photo by the name that was sent. Cut, because that may be longer than an index takes.
create index photos_sent_as on rollcall.photos (owner_id, folder, (left(original_name, 120) collate "C"))
  where deleted_at is null;

create table rollcall.uploads (
  owner_id    uuid not null references rollcall.owners (id),
  id          uuid not null,
  bytes       bigint not null,
  received    bigint not null default 0,
  part_keys   text[] not null default '{}',
  metadata    text not null,
  photo_id    uuid,
  duplicate   boolean not null default false,
  finished_at timestamptz,
  created_at  timestamptz not null default now(),
  constraint uploads_pkey primary key (owner_id, id),
  constraint uploads_received check (received between 0 and bytes)
);
create index uploads_age on rollcall.uploads (created_at);
comment on table rollcall.uploads is 'Resumable uploads. Their bytes are objects of a few MB each, so that any server can go on.';
comment on column rollcall.uploads.metadata is 'As it was sent (tus Upload-Metadata).';
comment on column rollcall.uploads.photo_id is 'What it became; kept for those who never got the last answer.';

do $$
declare
  t text;
begin
  foreach t in array array['companions', 'uploads'] loop
    execute format('alter table rollcall.%I enable row level security', t);
    execute format('create policy own_rows on rollcall.%I for select to rollcall_user
                    using (owner_id = (select rollcall.owner_id()))', t);
    execute format('grant select on rollcall.%I to rollcall_user', t);
  end loop;
end $$;

insert into rollcall.migrations (name) values ('20261124001300_companions_and_uploads');

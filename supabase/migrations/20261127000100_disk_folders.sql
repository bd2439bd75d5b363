-- Folders of this computer whose photos are read where they lie, and the files found in them.

create table rollcall.disk_folders (
  owner_id     uuid not null references rollcall.owners (id),
  id           uuid not null,
  path         text not null,
  folder       text not null,
  reading      boolean not null default true,
  read_at      timestamptz,
  subfolders   int not null default 0,
  not_read     jsonb not null default '[]',
  forgotten_at timestamptz,
  created_at   timestamptz not null default now(),
  constraint disk_folders_pkey primary key (id, owner_id),
  constraint disk_folders_path unique (path, owner_id)
);
comment on column rollcall.disk_folders.path is 'Absolute, without symbolic links.';
comment on column rollcall.disk_folders.folder is 'What its photos stand under in the library.';
comment on column rollcall.disk_folders.reading is 'Asked to be read and not read whole since; a restart goes on with it.';
comment on column rollcall.disk_folders.forgotten_at is 'When its photos were deleted with it; opened again, they come back.';

create table rollcall.disk_files (
  owner_id  uuid not null,
  id        uuid not null,
  folder_id uuid not null,
  path      text not null,
  bytes     bigint not null,
  mtime_ms  bigint not null,
  sha256    bytea constraint disk_files_sha256_length check (length(sha256) = 32),
  photo_id  uuid,
  gone      boolean not null default false,
  constraint disk_files_pkey primary key (id, owner_id),
  constraint disk_files_folder foreign key (owner_id, folder_id) references rollcall.disk_folders (owner_id, id),
  constraint disk_files_photo foreign key (owner_id, photo_id) references rollcall.photos (owner_id, id)
);
-- The selective column first: planned while the table is empty, look-ups would take one that begins with the owner.
create index disk_files_of_folder on rollcall.disk_files (folder_id, owner_id);
create index disk_files_sha on rollcall.disk_files (sha256, owner_id);
create index disk_files_of_photo on rollcall.disk_files (photo_id, owner_id);
comment on column rollcall.disk_files.path is 'Within the folder, with / between folders.';
comment on column rollcall.disk_files.mtime_ms is 'With its size what tells that a file is still the one that was read.';
comment on column rollcall.disk_files.photo_id is 'Null once its photo was deleted for good: the file is not taken in again.';
comment on column rollcall.disk_files.gone is 'Not there when the folder was last read; it may come back, perhaps elsewhere.';

do $$
declare
  t text;
begin
  foreach t in array array['disk_folders', 'disk_files'] loop
    execute format('alter table rollcall.%I enable row level security', t);
    execute format('create policy own_rows on rollcall.%I for select to rollcall_user
                    using (owner_id = (select rollcall.owner_id()))', t);
    execute format('grant select on rollcall.%I to rollcall_user', t);
  end loop;
end $$;

insert into rollcall.migrations (name) values ('20261127000100_disk_folders');

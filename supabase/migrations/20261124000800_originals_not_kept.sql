-- A person may keep the originals to themselves and upload previews only.

alter table rollcall.originals alter column original_key drop not null;
comment on column rollcall.originals.original_key is 'Null where only previews were uploaded: there is nothing to download.';

insert into rollcall.migrations (name) values ('20261124000800_originals_not_kept');

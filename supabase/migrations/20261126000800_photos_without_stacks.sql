-- Photos that came before there were stacks are found without looking at the others; soon there are none.
create index photos_without_shot on rollcall.photos (id) where shot_key is null and deleted_at is null;

insert into rollcall.migrations (name) values ('20261126000800_photos_without_stacks');

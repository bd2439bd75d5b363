-- Photos that belong together: bursts, and the files of one shot. A stack is called by the id of its first photo.

alter table rollcall.photos
  add column stack_id uuid,
  add column shot_key text;
comment on column rollcall.photos.stack_id is 'Photos of one folder that show the same moment; one call of a model is enough for them.';
comment on column rollcall.photos.shot_key is 'Key of the stem it came with: files of one shot share it (IMG_1.DNG, IMG_1.JPG).';
create index photos_stack on rollcall.photos (owner_id, stack_id) where stack_id is not null;
create index photos_shot on rollcall.photos (owner_id, folder, shot_key)
  where deleted_at is null and shot_key is not null;

alter table rollcall.analyses add column shared boolean not null default false;
comment on column rollcall.analyses.shared is 'The answer was given about another photo of its stack.';

insert into rollcall.migrations (name) values ('20261124001200_stacks');

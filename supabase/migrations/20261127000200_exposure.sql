-- How a photo was exposed, read and shown as one and never searched; null where nothing is known of it.
alter table rollcall.originals
  add column exposure jsonb constraint originals_exposure_object check (jsonb_typeof(exposure) = 'object');

insert into rollcall.migrations (name) values ('20261127000200_exposure');

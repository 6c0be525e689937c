-- Every ingested batch has a number. A build notes the newest it has seen, so the next one knows exactly what is new.
create table raw_batch_ids (batch_id integer primary key autoincrement);

alter table raw_assignments add column batch_id integer not null default 0;
alter table raw_exposures add column batch_id integer not null default 0;
alter table raw_events add column batch_id integer not null default 0;

create index raw_assignments_batches on raw_assignments (batch_id);
create index raw_exposures_batches on raw_exposures (batch_id);
create index raw_events_batches on raw_events (batch_id);

alter table meta_builds add column batch_id integer not null default 0;
alter table meta_builds add column fingerprint text not null default '';

-- Days that day-wise models hold, so that a build knows what it may leave as it is.
create table meta_model_days (
  model text not null,
  day text not null,
  primary key (model, day)
);

-- Every ingested batch has a number. A build notes the newest it has seen, so the next one knows exactly what is new.
create sequence raw.batch_ids;

alter table raw.assignments add column batch_id bigint not null default 0;
alter table raw.exposures add column batch_id bigint not null default 0;
alter table raw.events add column batch_id bigint not null default 0;

-- Rows are only ever appended, so block ranges find the new ones and cost next to nothing to keep.
create index assignments_batches on raw.assignments using brin (batch_id);
create index exposures_batches on raw.exposures using brin (batch_id);
create index events_batches on raw.events using brin (batch_id);

alter table meta.builds add column batch_id bigint not null default 0;
alter table meta.builds add column fingerprint text not null default '';

-- Days that day-wise models hold, so that a build knows what it may leave as it is.
create table meta.model_days (
  model text not null,
  day date not null,
  primary key (model, day)
);

-- Bytes, not a locale, order texts: the same order on every server and on SQLite, and much quicker to sort and join.
do $$
declare
  found record;
begin
  for found in
    select columns.table_name, columns.column_name
    from information_schema.columns as columns
    inner join pg_class on pg_class.oid = format('raw.%I', columns.table_name)::regclass
    where columns.table_schema = 'raw' and columns.data_type = 'text' and not pg_class.relispartition
  loop
    execute format('alter table raw.%I alter column %I type text collate "C"', found.table_name, found.column_name);
  end loop;
end
$$;

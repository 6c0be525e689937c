-- What every build ran, kept verbatim.

create table meta_builds (
  build_id integer not null primary key,
  started_at text not null,
  finished_at text not null,
  is_published integer not null,
  watermark_at text,
  failure text
);

create table meta_build_models (
  build_id integer not null,
  position integer not null,
  model text not null,
  materialization text not null,
  row_count integer,
  elapsed_ms real not null,
  rendered_sql text not null,
  primary key (build_id, model)
);

create table meta_build_tests (
  build_id integer not null,
  position integer not null,
  test text not null,
  model text not null,
  severity text not null,
  failures integer not null,
  primary key (build_id, position)
);

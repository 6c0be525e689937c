-- What every build ran, kept verbatim.
create schema if not exists meta;

create table meta.builds (
  build_id bigint not null primary key,
  started_at timestamp(3) not null,
  finished_at timestamp(3) not null,
  is_published integer not null,
  watermark_at timestamp(3),
  failure text
);

create table meta.build_models (
  build_id bigint not null,
  position integer not null,
  model text not null,
  materialization text not null,
  row_count bigint,
  elapsed_ms double precision not null,
  rendered_sql text not null,
  primary key (build_id, model)
);

create table meta.build_tests (
  build_id bigint not null,
  position integer not null,
  test text not null,
  model text not null,
  severity text not null,
  failures bigint not null,
  primary key (build_id, position)
);

-- What owners of metrics promise of the events; null for no promise.
create table raw.metric_contracts (
  metric_key text collate "C" not null,
  version bigint not null,
  min_value double precision,
  max_value double precision,
  max_null_rate double precision,
  freshness_hours bigint,
  primary key (metric_key, version)
);

-- What owners of metrics promise of the events; null for no promise.
create table raw_metric_contracts (
  metric_key text not null,
  version integer not null,
  min_value real,
  max_value real,
  max_null_rate real,
  freshness_hours integer,
  primary key (metric_key, version)
);

-- Every version of a flag that was exported, with the time of the change that made it.
create table raw_flag_versions (
  flag_key text not null,
  version integer not null,
  flag_type text not null,
  is_enabled integer not null,
  owner text not null,
  description text not null,
  changed_at text,
  primary key (flag_key, version)
);

-- Models that are kept by day read events by day; where there are no partitions an index finds them.
create index raw_events_days on raw_events (day);

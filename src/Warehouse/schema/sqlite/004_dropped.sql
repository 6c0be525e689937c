-- What senders had to drop, summed since each of them started.

create table raw_dropped_exposures (
  source_id text not null,
  experiment_key text not null,
  dropped integer not null,
  reported_at text not null,
  primary key (source_id, experiment_key)
);

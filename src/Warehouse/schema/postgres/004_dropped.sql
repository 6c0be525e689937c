-- What senders had to drop, summed since each of them started.

create table raw.dropped_exposures (
  source_id text not null,
  experiment_key text not null,
  dropped bigint not null,
  reported_at timestamp(3) not null,
  primary key (source_id, experiment_key)
);

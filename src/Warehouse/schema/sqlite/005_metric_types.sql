-- What ratios, quantiles, retention and activation need beyond the first types, and conditions on events.

alter table raw_metric_definitions add column numerator_aggregation text;
alter table raw_metric_definitions add column denominator_event_name text;
alter table raw_metric_definitions add column denominator_value_field text;
alter table raw_metric_definitions add column denominator_aggregation text;
alter table raw_metric_definitions add column filter_text text not null default '';
alter table raw_metric_definitions add column denominator_filter_text text not null default '';
alter table raw_metric_definitions add column quantile real;
alter table raw_metric_definitions add column threshold_count integer;
alter table raw_metric_definitions add column window_delay_hours integer not null default 0;

create table raw_metric_filters (
  metric_key text not null,
  version integer not null,
  part text not null,
  position integer not null,
  property text not null,
  operator text not null,
  value text,
  primary key (metric_key, version, part, position)
);

-- grain: one row per experiment, unit and metric with at least one event in the unit's attribution window

with units as (
  select * from {{ ref('int_experiment_exposure_validation') }}
  where is_crossover = 0
),

metrics as (
  select * from {{ ref('int_experiment_metrics') }}
),

events as (
  select * from {{ ref('stg_events') }}
),

events_of_units as (
  select
    units.experiment_key,
    units.unit_id,
    metrics.metric_key,
    metrics.attribution_window_hours,
    events.event_id,
    events.occurred_at,
    metrics.ended_at,
    case metrics.attribution_anchor
      when 'exposure' then units.first_valid_exposed_at
      else units.assigned_at
    end as window_starts_at,
    case
      when metrics.value_field = 'value' then events.value
      else {{ json_number('events.properties', 'metrics.value_field') }}
    end as event_value
  from events
  inner join units
    on units.unit_id = events.unit_id
  inner join metrics
    on metrics.experiment_key = units.experiment_key
    and metrics.event_name = events.event_name
),

attributed_events as (
  select * from events_of_units
  where occurred_at >= window_starts_at
    and (
      occurred_at < {{ dateadd('hour', 'attribution_window_hours', 'window_starts_at') }}
      or (attribution_window_hours is null and (ended_at is null or occurred_at <= ended_at))
    )
),

final as (
  select
    experiment_key,
    unit_id,
    metric_key,
    count(*) as event_count,
    count(event_value) as value_count,
    sum(event_value order by event_id) as value_sum
  from attributed_events
  group by experiment_key, unit_id, metric_key
)

select * from final

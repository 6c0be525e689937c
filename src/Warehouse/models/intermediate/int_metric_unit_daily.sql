-- grain: one row per experiment, unit, UTC day and source of events, by stretch of the window and whether after the experiment's end

{{ config(materialized='incremental', incremental_strategy='insert_overwrite', partition_by='day') }}

with units as (
  select * from {{ ref('int_experiment_exposure_validation') }}
  where is_crossover = 0
),

windows as (
  select * from {{ ref('int_metric_windows') }}
),

events as (
  select * from {{ ref('stg_events') }}
  where {{ day_slice('day') }}
),

attributed_events as (
  select
    units.experiment_key,
    units.unit_id,
    events.day,
    windows.event_name,
    windows.value_field,
    windows.attribution_anchor,
    windows.from_hours,
    windows.to_hours,
    windows.ended_at,
    events.event_id,
    events.occurred_at,
    case windows.attribution_anchor
      when 'exposure' then units.first_valid_exposed_at
      else units.assigned_at
    end as window_starts_at,
    case
      when windows.value_field = 'value' then events.value
      else {{ json_number('events.properties', 'windows.value_field') }}
    end as event_value
  from events
  inner join units
    on units.unit_id = events.unit_id
    and units.assigned_at <= events.occurred_at
  inner join windows
    on windows.experiment_key = units.experiment_key
    and windows.event_name = events.event_name
),

final as (
  select
    experiment_key,
    unit_id,
    day,
    event_name,
    value_field,
    attribution_anchor,
    from_hours,
    case when occurred_at > ended_at then 1 else 0 end as is_after_end,
    cast(count(*) as integer) as event_count,
    cast(count(event_value) as integer) as value_count,
    sum(event_value order by event_id) as value_sum
  from attributed_events
  where occurred_at >= {{ dateadd('hour', 'from_hours', 'window_starts_at') }}
    and (to_hours is null or occurred_at < {{ dateadd('hour', 'to_hours', 'window_starts_at') }})
  group by experiment_key, unit_id, day, event_name, value_field, attribution_anchor, from_hours, case when occurred_at > ended_at then 1 else 0 end
)

select * from final

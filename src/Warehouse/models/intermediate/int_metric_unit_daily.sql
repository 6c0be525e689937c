-- grain: one row per experiment, unit, UTC day, stretch of a metric window, and whether after the experiment's end

{{ config(materialized='incremental', incremental_strategy='insert_overwrite', partition_by='day', index_by='shard') }}

with units as (
  select * from {{ ref('int_experiment_anchors') }}
),

windows as (
  select * from {{ ref('int_metric_windows') }}
),

events as (
  select * from {{ ref('int_metric_source_events') }}
  where stream = 'events'
    and {{ day_slice('day') }}
),

-- Summed in a fixed order: floating-point sums must not depend on the engine's plan.
attributed_events as (
  select
    units.shard,
    units.experiment_id,
    units.unit_id,
    events.day,
    windows.window_id,
    case when events.occurred_ms > windows.ended_ms then 1 else 0 end as is_after_end,
    events.event_id,
    events.event_value
  from events
  inner join units
    on units.unit_id = events.unit_id
    and units.assigned_ms <= events.occurred_ms
  inner join windows
    on windows.experiment_id = units.experiment_id
    and windows.source_id = events.source_id
    and {{ in_window('events.occurred_ms') }}
  order by units.experiment_id, units.unit_id, events.day, windows.window_id, is_after_end, units.shard, events.event_id
),

final as (
  select
    shard,
    experiment_id,
    unit_id,
    day,
    window_id,
    is_after_end,
    cast(count(*) as integer) as event_count,
    cast(count(event_value) as integer) as value_count,
    {{ ordered_sum('event_value', 'event_id') }} as value_sum
  from attributed_events
  group by experiment_id, unit_id, day, window_id, is_after_end, shard
)

select * from final

-- grain: one row per experiment, unit, UTC day, stretch of a metric window, and whether after the experiment's end, of sessions begun

{{ config(materialized='incremental', incremental_strategy='insert_overwrite', partition_by='day', index_by='shard') }}

with units as (
  select * from {{ ref('int_experiment_anchors') }}
),

windows as (
  select * from {{ ref('int_metric_windows') }}
),

sources as (
  select * from {{ ref('int_metric_sources') }}
  where stream = 'sessions'
),

sessions as (
  select
    unit_id,
    day,
    {{ epoch_ms('started_at') }} as started_ms,
    {{ epoch_ms('ended_at') }} as ended_ms
  from {{ ref('int_sessions') }}
  where {{ day_slice('day') }}
    and (select count(*) from sources) > 0
),

-- All sessions, or those that contain an event of the source.
source_sessions as (
  select
    sources.source_id,
    sessions.*
  from sources
  cross join sessions
  where sources.event_name = ''
  union
  select
    events.source_id,
    sessions.*
  from {{ ref('int_metric_source_events') }} as events
  inner join sessions
    on sessions.unit_id = events.unit_id
    and sessions.started_ms <= events.occurred_ms
    and sessions.ended_ms >= events.occurred_ms
  where events.stream = 'sessions'
    and {{ day_slice('events.day', 0, 1) }}
),

final as (
  select
    units.shard,
    units.experiment_id,
    units.unit_id,
    source_sessions.day,
    windows.window_id,
    case when source_sessions.started_ms > windows.ended_ms then 1 else 0 end as is_after_end,
    cast(count(*) as integer) as event_count,
    0 as value_count,
    cast(null as double precision) as value_sum
  from source_sessions
  inner join units
    on units.unit_id = source_sessions.unit_id
    and units.assigned_ms <= source_sessions.started_ms
  inner join windows
    on windows.experiment_id = units.experiment_id
    and windows.source_id = source_sessions.source_id
    and {{ in_window('source_sessions.started_ms') }}
  group by
    units.shard, units.experiment_id, units.unit_id, source_sessions.day, windows.window_id,
    case when source_sessions.started_ms > windows.ended_ms then 1 else 0 end
)

select * from final

-- grain: one row per unit and start of a session; a pause of session_idle_minutes or more ends one

{{ config(materialized='incremental', incremental_strategy='insert_overwrite', partition_by='day') }}

with events as (
  select * from {{ ref('stg_events') }}
  where {{ day_slice('day', 1, 1) }}
),

-- Units whose last session of the day may go on after midnight.
late_units as (
  select unit_id from {{ ref('stg_events') }}
  where {{ day_slice('day') }}
    and {{ date_trunc('day', dateadd('minute', var('session_idle_minutes'), 'occurred_at')) }} > {{ date_trunc('day', 'occurred_at') }}
),

-- Of the day before, what may hold a session open; of the day after, what may be the rest of one.
nearby_events as (
  select
    unit_id,
    day,
    occurred_at
  from events
  where {{ day_slice('day') }}
    or (
      {{ day_slice('day', 1, 0) }}
      and {{ date_trunc('day', dateadd('minute', var('session_idle_minutes'), 'occurred_at')) }} > {{ date_trunc('day', 'occurred_at') }}
    )
    or ({{ day_slice('day', 0, 1) }} and unit_id in (select unit_id from late_units))
),

paced_events as (
  select
    nearby_events.*,
    lag(occurred_at) over (partition by unit_id order by occurred_at) as previous_at
  from nearby_events
),

session_events as (
  select
    paced_events.*,
    max(
      case when previous_at is null or {{ dateadd('minute', var('session_idle_minutes'), 'previous_at') }} <= occurred_at then occurred_at end
    ) over (partition by unit_id order by occurred_at) as started_at
  from paced_events
),

-- A session is cut at the end of the day after it began; what a unit does beyond without a pause is no new session.
final as (
  select
    unit_id,
    min(day) as day,
    started_at,
    max(occurred_at) as ended_at,
    cast(count(*) as integer) as event_count
  from session_events
  where {{ datediff('started_at', 'occurred_at', 'day') }} <= 1
  group by unit_id, started_at
  having {{ day_slice('min(day)') }}
)

select * from final

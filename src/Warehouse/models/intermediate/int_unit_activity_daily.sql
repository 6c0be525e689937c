-- grain: one row per unit and UTC day with events

{{ config(materialized='incremental', incremental_strategy='insert_overwrite', partition_by='day') }}

with events as (
  select * from {{ ref('stg_events') }}
  where {{ day_slice('day') }}
),

final as (
  select
    unit_id,
    day,
    cast(count(*) as integer) as event_count,
    min(occurred_at) as first_event_at,
    max(occurred_at) as last_event_at
  from events
  group by unit_id, day
)

select * from final

-- grain: one row per UTC day and event name

{{ config(materialized='incremental', incremental_strategy='insert_overwrite', partition_by='day') }}

with events as (
  select * from {{ ref('stg_events') }}
  where {{ day_slice('day') }}
),

-- Equal values may be added in any order, so sorting by value is enough to give the same bytes, and is quicker than by id.
final as (
  select
    day,
    event_name,
    cast(count(*) as integer) as event_count,
    cast(count(value) as integer) as value_count,
    sum(value order by value) as value_sum,
    sum(value * value order by value) as value_square_sum,
    max(occurred_at) as last_event_at
  from events
  group by day, event_name
)

select * from final

-- grain: one row per raw product event that repeats the event_id of another (event_id, unit_id, day)

{{ config(materialized='incremental', unique_key='event_id, unit_id, day') }}

with repeated_ids as (
  {% if is_incremental() -%}
  select distinct new_rows.event_id
  from {{ source('raw', 'events') }} as new_rows
  inner join {{ source('raw', 'events') }} as events
    on events.event_id = new_rows.event_id
  where new_rows.batch_id > {{ var('since_batch_id') }}
    and new_rows.batch_id <= {{ var('batch_id') }}
    and events.batch_id <= {{ var('batch_id') }}
    and (new_rows.unit_id <> events.unit_id or new_rows.day <> events.day)
  {%- else -%}
  select event_id
  from {{ source('raw', 'events') }}
  where batch_id <= {{ var('batch_id') }}
  group by event_id
  having count(*) > 1
  {%- endif %}
),

numbered_copies as (
  select
    events.event_id,
    events.unit_id,
    events.day,
    row_number() over (partition by events.event_id order by events.unit_id, events.day) as copy_number
  from {{ source('raw', 'events') }} as events
  inner join repeated_ids
    on repeated_ids.event_id = events.event_id
  where events.batch_id <= {{ var('batch_id') }}
),

final as (
  select
    event_id,
    unit_id,
    day
  from numbered_copies
  where copy_number > 1
)

select * from final

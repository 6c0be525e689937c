-- grain: one row per raw product event that repeats the event_id of another (event_id, unit_id, day)

{{ config(materialized='incremental', unique_key='event_id, unit_id, day') }}

with events as (
  select
    event_id,
    unit_id,
    day,
    batch_id
  from {{ source('raw', 'events') }}
  where batch_id <= {{ var('batch_id') }}
),

repeated_ids as (
  {% if is_incremental() -%}
  select distinct events.event_id
  from events
  inner join events as new_rows
    on new_rows.event_id = events.event_id
  where new_rows.batch_id > {{ var('since_batch_id') }}
    and (new_rows.unit_id <> events.unit_id or new_rows.day <> events.day)
  {%- else -%}
  select event_id from events
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
  from events
  inner join repeated_ids
    on repeated_ids.event_id = events.event_id
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

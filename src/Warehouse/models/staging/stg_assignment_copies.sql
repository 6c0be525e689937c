-- grain: one row per raw assignment event that repeats the event_id of another (event_id, unit_id, day)

{{ config(materialized='incremental', unique_key='event_id, unit_id, day') }}

with assignments as (
  select
    event_id,
    unit_id,
    day,
    batch_id
  from {{ source('raw', 'assignments') }}
  where batch_id <= {{ var('batch_id') }}
),

repeated_ids as (
  {% if is_incremental() -%}
  select distinct assignments.event_id
  from assignments
  inner join assignments as new_rows
    on new_rows.event_id = assignments.event_id
  where new_rows.batch_id > {{ var('since_batch_id') }}
    and (new_rows.unit_id <> assignments.unit_id or new_rows.day <> assignments.day)
  {%- else -%}
  select event_id from assignments
  group by event_id
  having count(*) > 1
  {%- endif %}
),

numbered_copies as (
  select
    assignments.event_id,
    assignments.unit_id,
    assignments.day,
    row_number() over (partition by assignments.event_id order by assignments.unit_id, assignments.day) as copy_number
  from assignments
  inner join repeated_ids
    on repeated_ids.event_id = assignments.event_id
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

-- grain: one row per raw assignment event that repeats the event_id of another (event_id, unit_id, day)

{{ config(materialized='incremental', unique_key='event_id, unit_id, day') }}

with repeated_ids as (
  {% if is_incremental() -%}
  select distinct new_rows.event_id
  from {{ source('raw', 'assignments') }} as new_rows
  inner join {{ source('raw', 'assignments') }} as assignments
    on assignments.event_id = new_rows.event_id
  where new_rows.batch_id > {{ var('since_batch_id') }}
    and new_rows.batch_id <= {{ var('batch_id') }}
    and assignments.batch_id <= {{ var('batch_id') }}
    and (new_rows.unit_id <> assignments.unit_id or new_rows.day <> assignments.day)
  {%- else -%}
  select event_id
  from {{ source('raw', 'assignments') }}
  where batch_id <= {{ var('batch_id') }}
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
  from {{ source('raw', 'assignments') }} as assignments
  inner join repeated_ids
    on repeated_ids.event_id = assignments.event_id
  where assignments.batch_id <= {{ var('batch_id') }}
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

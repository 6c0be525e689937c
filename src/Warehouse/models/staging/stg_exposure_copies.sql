-- grain: one row per raw exposure event that repeats the event_id of another (event_id, unit_id, day)

{{ config(materialized='incremental', unique_key='event_id, unit_id, day') }}

with repeated_ids as (
  {% if is_incremental() -%}
  select distinct new_rows.event_id
  from {{ source('raw', 'exposures') }} as new_rows
  inner join {{ source('raw', 'exposures') }} as exposures
    on exposures.event_id = new_rows.event_id
  where new_rows.batch_id > {{ var('since_batch_id') }}
    and new_rows.batch_id <= {{ var('batch_id') }}
    and exposures.batch_id <= {{ var('batch_id') }}
    and (new_rows.unit_id <> exposures.unit_id or new_rows.day <> exposures.day)
  {%- else -%}
  select event_id
  from {{ source('raw', 'exposures') }}
  where batch_id <= {{ var('batch_id') }}
  group by event_id
  having count(*) > 1
  {%- endif %}
),

numbered_copies as (
  select
    exposures.event_id,
    exposures.unit_id,
    exposures.day,
    row_number() over (partition by exposures.event_id order by exposures.unit_id, exposures.day) as copy_number
  from {{ source('raw', 'exposures') }} as exposures
  inner join repeated_ids
    on repeated_ids.event_id = exposures.event_id
  where exposures.batch_id <= {{ var('batch_id') }}
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

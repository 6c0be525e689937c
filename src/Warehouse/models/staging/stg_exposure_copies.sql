-- grain: one row per raw exposure event that repeats the event_id of another (event_id, unit_id, day)

{{ config(materialized='incremental', unique_key='event_id, unit_id, day') }}

with exposures as (
  select
    event_id,
    unit_id,
    day,
    batch_id
  from {{ source('raw', 'exposures') }}
  where batch_id <= {{ var('batch_id') }}
),

repeated_ids as (
  {% if is_incremental() -%}
  select distinct exposures.event_id
  from exposures
  inner join exposures as new_rows
    on new_rows.event_id = exposures.event_id
  where new_rows.batch_id > {{ var('since_batch_id') }}
    and (new_rows.unit_id <> exposures.unit_id or new_rows.day <> exposures.day)
  {%- else -%}
  select event_id from exposures
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
  from exposures
  inner join repeated_ids
    on repeated_ids.event_id = exposures.event_id
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

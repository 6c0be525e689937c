{# Rows of a raw table whose event id came before for another unit or day; in an increment those of event ids that came again. #}
{% macro repeated_rows(table) -%}
with repeated_ids as (
  {% if is_incremental() -%}
  select distinct new_rows.event_id
  from {{ source('raw', table) }} as new_rows
  inner join {{ source('raw', table) }} as stored
    on stored.event_id = new_rows.event_id
  where new_rows.batch_id > {{ var('since_batch_id') }}
    and new_rows.batch_id <= {{ var('batch_id') }}
    and stored.batch_id <= {{ var('batch_id') }}
    and (new_rows.unit_id <> stored.unit_id or new_rows.day <> stored.day)
  {%- else -%}
  select event_id
  from {{ source('raw', table) }}
  where batch_id <= {{ var('batch_id') }}
  group by event_id
  having count(*) > 1
  {%- endif %}
),

numbered_copies as (
  select
    stored.event_id,
    stored.unit_id,
    stored.day,
    row_number() over (partition by stored.event_id order by stored.unit_id, stored.day) as copy_number
  from {{ source('raw', table) }} as stored
  inner join repeated_ids
    on repeated_ids.event_id = stored.event_id
  where stored.batch_id <= {{ var('batch_id') }}
),

final as (
  select
    event_id,
    unit_id,
    day
  from numbered_copies
  where copy_number > 1
)
{%- endmacro %}

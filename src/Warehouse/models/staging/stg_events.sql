-- grain: one row per product event (event_id)

{{ config(materialized='view') }}

with events as (
  select * from {{ source('raw', 'events') }}
  where batch_id <= {{ var('batch_id') }}
),

copies as (
  select
    event_id as copied_event_id,
    unit_id as copied_unit_id,
    day as copied_day
  from {{ ref('stg_event_copies') }}
),

final as (
  select
    event_id,
    unit_id,
    event_name,
    value,
    properties,
    occurred_at,
    day,
    received_at
  from events
  left join copies
    on copies.copied_event_id = events.event_id
    and copies.copied_unit_id = events.unit_id
    and copies.copied_day = events.day
  where copies.copied_event_id is null
)

select * from final

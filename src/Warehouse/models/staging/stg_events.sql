-- grain: one row per product event (event_id)

with events as (
  select * from {{ source('raw', 'events') }}
),

numbered_copies as (
  select
    events.*,
    row_number() over (partition by event_id order by unit_id, day) as copy_number
  from events
),

final as (
  select
    event_id,
    unit_id,
    event_name,
    value,
    properties,
    occurred_at,
    received_at
  from numbered_copies
  where copy_number = 1
)

select * from final

-- Of the events that came in since the build before, each event id counts once.
with new_events as (
  select
    event_id,
    unit_id,
    day
  from {{ source('raw', 'events') }}
  where batch_id > {{ var('since_batch_id') }}
    and batch_id <= {{ var('batch_id') }}
),

copies as (
  select
    event_id as copied_event_id,
    unit_id as copied_unit_id,
    day as copied_day
  from {{ ref('stg_event_copies') }}
)

select event_id
from new_events
left join copies
  on copies.copied_event_id = new_events.event_id
  and copies.copied_unit_id = new_events.unit_id
  and copies.copied_day = new_events.day
where copies.copied_event_id is null
group by event_id
having count(*) > 1

-- grain: one row per unit with events that the published build has not read, or of which an event id came again

with new_events as (
  select
    unit_id,
    occurred_at
  from {{ source('raw', 'events') }}
  where batch_id > {{ var('since_batch_id') }}
    and batch_id <= {{ var('batch_id') }}
    and {{ var('since_batch_id') }} > 0
  union all
  select
    unit_id,
    occurred_at
  from {{ source('raw', 'events') }}
  where event_id in (select event_id from {{ ref('stg_event_copies') }})
    and {{ var('since_batch_id') }} > 0
),

final as (
  select
    unit_id,
    min(occurred_at) as first_occurred_at
  from new_events
  group by unit_id
)

select * from final

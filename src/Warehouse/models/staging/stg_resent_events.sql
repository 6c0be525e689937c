-- grain: one row per day, kind of event and experiment with resent events

with resent_events as (
  select * from {{ source('raw', 'resent_events_daily') }}
),

final as (
  select
    day as received_day,
    kind as event_kind,
    experiment_key,
    resent as resent_count
  from resent_events
)

select * from final

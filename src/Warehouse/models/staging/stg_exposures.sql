-- grain: one row per exposure event (event_id)

with exposures as (
  select * from {{ source('raw', 'exposures') }}
),

numbered_copies as (
  select
    exposures.*,
    row_number() over (partition by event_id order by unit_id, day) as copy_number
  from exposures
),

final as (
  select
    event_id,
    experiment_key,
    flag_key,
    unit_id,
    variant,
    exposed_at,
    received_at
  from numbered_copies
  where copy_number = 1
)

select * from final

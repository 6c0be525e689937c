-- grain: one row per assignment event (event_id)

with assignments as (
  select * from {{ source('raw', 'assignments') }}
),

numbered_copies as (
  select
    assignments.*,
    row_number() over (partition by event_id order by unit_id, day) as copy_number
  from assignments
),

final as (
  select
    event_id,
    experiment_key,
    flag_key,
    unit_id,
    variant,
    bucket,
    assigned_at,
    coalesce(segment, 'unknown') as segment,
    coalesce(country, 'unknown') as country,
    coalesce(platform, 'unknown') as platform,
    received_at
  from numbered_copies
  where copy_number = 1
)

select * from final

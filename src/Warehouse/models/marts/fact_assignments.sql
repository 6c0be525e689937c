-- grain: one row per assignment event (event_id)

{{ config(materialized='view') }}

with assignments as (
  select * from {{ ref('stg_assignments') }}
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
    segment,
    country,
    platform,
    received_at
  from assignments
)

select * from final

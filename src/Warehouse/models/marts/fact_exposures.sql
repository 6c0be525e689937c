-- grain: one row per exposure event (event_id)

{{ config(materialized='view') }}

with exposures as (
  select * from {{ ref('stg_exposures') }}
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
  from exposures
)

select * from final

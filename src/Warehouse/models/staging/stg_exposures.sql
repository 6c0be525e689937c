-- grain: one row per exposure event (event_id)

{{ config(materialized='view') }}

with exposures as (
  select * from {{ source('raw', 'exposures') }}
  where batch_id <= {{ var('batch_id') }}
),

copies as (
  select
    event_id as copied_event_id,
    unit_id as copied_unit_id,
    day as copied_day
  from {{ ref('stg_exposure_copies') }}
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
  left join copies
    on copies.copied_event_id = exposures.event_id
    and copies.copied_unit_id = exposures.unit_id
    and copies.copied_day = exposures.day
  where copies.copied_event_id is null
)

select * from final

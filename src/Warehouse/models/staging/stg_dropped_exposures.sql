-- grain: one row per sender and experiment of which it dropped exposures

with dropped_exposures as (
  select * from {{ source('raw', 'dropped_exposures') }}
),

final as (
  select
    source_id,
    experiment_key,
    dropped as dropped_count,
    reported_at
  from dropped_exposures
)

select * from final

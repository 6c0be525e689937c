-- grain: one row per experiment and variant

with variants as (
  select * from {{ source('raw', 'experiment_variants') }}
),

final as (
  select
    experiment_key,
    variant,
    position as variant_position,
    expected_share
  from variants
)

select * from final

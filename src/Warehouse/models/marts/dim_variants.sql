-- grain: one row per experiment and variant

with variants as (
  select * from {{ ref('stg_variants') }}
),

experiments as (
  select * from {{ ref('stg_experiments') }}
),

final as (
  select
    variants.experiment_key,
    variants.variant,
    variants.variant_position,
    variants.expected_share,
    case when variants.variant = experiments.control_variant then 1 else 0 end as is_control
  from variants
  inner join experiments
    on experiments.experiment_key = variants.experiment_key
)

select * from final

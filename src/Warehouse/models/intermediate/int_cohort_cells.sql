-- grain: one row per experiment, variant, every combination of segments, and whether exposed

with cohort as (
  select * from {{ ref('fct_experiment_cohort') }}
  where is_in_itt = 1
),

final as (
  select
    experiment_key,
    variant,
    segment,
    country,
    platform,
    is_in_exposed,
    count(*) as unit_count
  from cohort
  group by experiment_key, variant, segment, country, platform, is_in_exposed
)

select * from final

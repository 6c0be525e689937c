-- grain: one row per experiment, metric, variant, every combination of segments, and whether exposed

with cohort as (
  select * from {{ ref('fct_experiment_cohort') }}
  where is_in_itt = 1
),

unit_values as (
  select * from {{ ref('int_metric_unit_values') }}
),

-- Summed in a fixed order: floating-point sums must not depend on the engine's plan.
final as (
  select
    experiment_key,
    metric_key,
    variant,
    segment,
    country,
    platform,
    is_in_exposed,
    count(*) as unit_count,
    sum(metric_value order by unit_id) as value_sum,
    sum(metric_value * metric_value order by unit_id) as value_square_sum
  from unit_values
  inner join cohort using (experiment_key, unit_id)
  group by experiment_key, metric_key, variant, segment, country, platform, is_in_exposed
)

select * from final

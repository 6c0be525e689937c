-- grain: one row per experiment, metric with results by day, variant and day since exposure: sufficient statistics of that day alone

with metrics as (
  select * from {{ ref('int_experiment_metrics') }}
  where experiment_metric_id in (select experiment_metric_id from {{ ref('int_metric_inputs') }} where is_daily = 1)
),

units as (
  select * from {{ ref('int_cohort_exposure_days') }}
),

sums as (
  select * from {{ ref('int_metric_exposure_days') }}
),

final as (
  select
    metrics.experiment_key,
    metrics.metric_key,
    metrics.metric_type,
    units.variant,
    units.day_number,
    cast(case metrics.missing_rule when 'zero' then units.unit_count else coalesce(sums.acting_unit_count, 0) end as bigint) as unit_count,
    coalesce(sums.value_sum, 0) as value_sum,
    coalesce(sums.value_square_sum, 0) as value_square_sum,
    coalesce(sums.paired_sum, 0) as paired_sum,
    coalesce(sums.paired_square_sum, 0) as paired_square_sum,
    coalesce(sums.product_sum, 0) as product_sum
  from units
  inner join metrics
    on metrics.experiment_id = units.experiment_id
  left join sums
    on sums.experiment_metric_id = metrics.experiment_metric_id
    and sums.variant = units.variant
    and sums.day_number = units.day_number
)

select * from final

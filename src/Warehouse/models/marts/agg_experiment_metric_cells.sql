-- grain: one row per experiment, metric, variant, every combination of segments, and whether exposed

with cohort as (
  select * from {{ ref('fct_experiment_cohort') }}
  where is_in_itt = 1
    and {{ key_slice('experiment_key') }}
),

outcomes as (
  select * from {{ ref('int_metric_unit_outcomes') }}
  where {{ key_slice('experiment_key') }}
),

metrics as (
  select * from {{ ref('int_experiment_metrics') }}
  where {{ key_slice('experiment_key') }}
),

cohort_cells as (
  select * from {{ ref('int_cohort_cells') }}
  where {{ key_slice('experiment_key') }}
),

-- Summed in a fixed order: floating-point sums must not depend on the engine's plan.
sums as (
  select
    outcomes.experiment_key,
    outcomes.metric_key,
    cohort.variant,
    cohort.segment,
    cohort.country,
    cohort.platform,
    cohort.is_in_exposed,
    count(*) as outcome_count,
    sum(outcomes.metric_value order by outcomes.unit_id) as value_sum,
    sum(outcomes.metric_value * outcomes.metric_value order by outcomes.unit_id) as value_square_sum
  from outcomes
  inner join cohort
    on cohort.experiment_key = outcomes.experiment_key
    and cohort.unit_id = outcomes.unit_id
  group by
    outcomes.experiment_key, outcomes.metric_key, cohort.variant, cohort.segment, cohort.country, cohort.platform, cohort.is_in_exposed
),

final as (
  select
    cohort_cells.experiment_key,
    metrics.metric_key,
    cohort_cells.variant,
    cohort_cells.segment,
    cohort_cells.country,
    cohort_cells.platform,
    cohort_cells.is_in_exposed,
    case metrics.missing_rule when 'zero' then cohort_cells.unit_count else sums.outcome_count end as unit_count,
    coalesce(sums.value_sum, 0) as value_sum,
    coalesce(sums.value_square_sum, 0) as value_square_sum
  from cohort_cells
  inner join metrics
    on metrics.experiment_key = cohort_cells.experiment_key
  left join sums
    on sums.experiment_key = cohort_cells.experiment_key
    and sums.metric_key = metrics.metric_key
    and sums.variant = cohort_cells.variant
    and sums.segment = cohort_cells.segment
    and sums.country = cohort_cells.country
    and sums.platform = cohort_cells.platform
    and sums.is_in_exposed = cohort_cells.is_in_exposed
  where metrics.missing_rule = 'zero'
    or sums.outcome_count > 0
)

select * from final

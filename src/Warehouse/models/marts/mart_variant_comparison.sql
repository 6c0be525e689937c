-- grain: one row per analysed experiment, mode, metric and treatment

with results as (
  select * from {{ source('computed', 'fct_experiment_results') }}
  where segment_dimension = 'all'
),

metrics as (
  select * from {{ ref('int_experiment_metrics') }}
),

final as (
  select
    results.experiment_key,
    results.analysis_mode,
    results.is_decision_mode,
    results.metric_key,
    results.metric_version,
    results.metric_role,
    results.variant,
    metrics.direction,
    results.control_count,
    results.treatment_count,
    results.control_mean,
    results.treatment_mean,
    results.absolute_effect,
    results.absolute_ci_low,
    results.absolute_ci_high,
    results.relative_effect,
    results.relative_ci_low,
    results.relative_ci_high,
    results.p_value,
    results.p_value_adjusted,
    results.decision_p_value,
    results.absence_reason,
    results.cuped_absolute_effect,
    results.cuped_absolute_ci_low,
    results.cuped_absolute_ci_high,
    results.cuped_relative_effect,
    results.cuped_relative_ci_low,
    results.cuped_relative_ci_high,
    results.cuped_p_value,
    results.cuped_variance_reduction,
    results.sequential_absolute_ci_low,
    results.sequential_absolute_ci_high,
    results.sequential_relative_ci_low,
    results.sequential_relative_ci_high,
    results.sequential_p_value,
    case
      when results.is_significant = 0 then 'inconclusive'
      when results.absolute_effect > 0 and metrics.direction = 'increase' then 'better'
      when results.absolute_effect < 0 and metrics.direction = 'decrease' then 'better'
      else 'worse'
    end as outcome
  from results
  inner join metrics
    on metrics.experiment_key = results.experiment_key
    and metrics.metric_key = results.metric_key
)

select * from final

-- grain: one row per analysed experiment, guardrail metric and treatment

with results as (
  select * from {{ source('computed', 'fct_experiment_results') }}
  where segment_dimension = 'all' and metric_role = 'guardrail'
    and is_decision_mode = 1
),

metrics as (
  select * from {{ ref('int_experiment_metrics') }}
),

final as (
  select
    results.experiment_key,
    results.analysis_mode,
    results.metric_key,
    results.metric_version,
    results.variant,
    metrics.direction,
    metrics.non_inferiority_margin,
    results.control_mean,
    results.treatment_mean,
    results.relative_effect,
    results.relative_ci_low,
    results.relative_ci_high,
    results.guardrail_harm_p_value as harm_p_value,
    results.guardrail_non_inferiority_p_value as non_inferiority_p_value,
    results.guardrail_severity as severity
  from results
  inner join metrics
    on metrics.experiment_key = results.experiment_key
    and metrics.metric_key = results.metric_key
)

select * from final

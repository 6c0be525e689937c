-- grain: one row per analysed experiment, metric, treatment and segment

with results as (
  select * from {{ source('computed', 'fct_experiment_results') }}
  where segment_dimension <> 'all'
    and is_decision_mode = 1
),

final as (
  select
    experiment_key,
    analysis_mode,
    metric_key,
    metric_role,
    variant,
    segment_dimension,
    segment_value,
    control_count,
    treatment_count,
    control_mean,
    treatment_mean,
    absolute_effect,
    relative_effect,
    relative_ci_low,
    relative_ci_high,
    p_value,
    p_value_adjusted,
    is_significantly_worse,
    heterogeneity_p_value
  from results
)

select * from final

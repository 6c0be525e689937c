-- grain: one row per experiment and metric, with the definition the experiment is pinned to

with experiment_metrics as (
  select * from {{ ref('stg_experiment_metrics') }}
),

metric_definitions as (
  select * from {{ ref('stg_metric_definitions') }}
),

experiments as (
  select * from {{ ref('stg_experiments') }}
),

newest_versions as (
  select
    metric_key,
    max(metric_version) as newest_version
  from metric_definitions
  group by metric_key
),

ranked_roles as (
  select
    experiment_metrics.*,
    row_number() over (
      partition by experiment_key, metric_key
      order by case metric_role when 'primary' then 1 when 'guardrail' then 2 else 3 end, metric_position
    ) as role_rank
  from experiment_metrics
),

final as (
  select
    ranked_roles.experiment_key,
    ranked_roles.metric_key,
    experiments.experiment_id,
    experiments.shard,
    cast(row_number() over (order by ranked_roles.experiment_key, ranked_roles.metric_key) as integer) as experiment_metric_id,
    ranked_roles.metric_role,
    ranked_roles.metric_position,
    metric_definitions.metric_version,
    metric_definitions.metric_type,
    metric_definitions.event_name,
    metric_definitions.value_field,
    metric_definitions.numerator_aggregation,
    metric_definitions.denominator_event_name,
    metric_definitions.denominator_value_field,
    metric_definitions.denominator_aggregation,
    metric_definitions.filter_text,
    metric_definitions.denominator_filter_text,
    metric_definitions.quantile,
    metric_definitions.threshold_count,
    metric_definitions.attribution_window_hours,
    metric_definitions.window_delay_hours,
    metric_definitions.attribution_anchor,
    metric_definitions.direction,
    metric_definitions.cap_percentile,
    metric_definitions.cap_value,
    metric_definitions.missing_rule,
    metric_definitions.minimum_effect,
    metric_definitions.non_inferiority_margin,
    experiments.ended_at
  from ranked_roles
  inner join experiments
    on experiments.experiment_key = ranked_roles.experiment_key
  inner join newest_versions
    on newest_versions.metric_key = ranked_roles.metric_key
  inner join metric_definitions
    on metric_definitions.metric_key = ranked_roles.metric_key
    and metric_definitions.metric_version = coalesce(ranked_roles.pinned_version, newest_versions.newest_version)
  where ranked_roles.role_rank = 1
)

select * from final

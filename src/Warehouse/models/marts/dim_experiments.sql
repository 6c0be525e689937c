-- grain: one row per experiment (experiment_key)

with experiments as (
  select * from {{ ref('stg_experiments') }}
),

variants as (
  select * from {{ ref('stg_variants') }}
),

metrics as (
  select * from {{ ref('int_experiment_metrics') }}
),

variant_counts as (
  select
    experiment_key,
    count(*) as variant_count
  from variants
  group by experiment_key
),

metric_facts as (
  select
    experiment_key,
    count(*) as metric_count,
    max(case when metric_role = 'primary' then metric_key end) as primary_metric
  from metrics
  group by experiment_key
),

final as (
  select
    experiment_key,
    flag_key,
    state,
    owner,
    hypothesis,
    control_variant,
    primary_metric,
    analysis_mode,
    alpha,
    planned_unit_count,
    started_at,
    ended_at,
    decision,
    coalesce(variant_count, 0) as variant_count,
    coalesce(metric_count, 0) as metric_count,
    {{ datediff('started_at', "coalesce(ended_at, '" ~ var('watermark_at') ~ "')", 'day') }} as duration_days
  from experiments
  left join variant_counts using (experiment_key)
  left join metric_facts using (experiment_key)
)

select * from final

-- grain: one row per analysed experiment (experiment_key)

with scorecards as (
  select * from {{ source('computed', 'fct_experiment_scorecards') }}
),

comparisons as (
  select * from {{ ref('mart_variant_comparison') }}
),

segment_effects as (
  select * from {{ ref('mart_segment_effects') }}
),

guardrails as (
  select * from {{ ref('mart_guardrail_metrics') }}
),

data_quality as (
  select * from {{ ref('mart_data_quality') }}
),

primary_outcomes as (
  select
    experiment_key,
    sum(case outcome when 'better' then 1 else 0 end) as winning_variant_count,
    sum(case outcome when 'worse' then 1 else 0 end) as losing_variant_count
  from comparisons
  where metric_role = 'primary'
    and is_decision_mode = 1
  group by experiment_key
),

guardrail_outcomes as (
  select
    experiment_key,
    sum(case severity when 'VIOLATED' then 1 else 0 end) as violated_guardrail_count
  from guardrails
  group by experiment_key
),

segment_outcomes as (
  select
    experiment_key,
    sum(is_significantly_worse) as losing_segment_count
  from segment_effects
  where metric_role = 'primary'
  group by experiment_key
),

quality_outcomes as (
  select
    experiment_key,
    sum(case severity when 'ok' then 0 else 1 end) as quality_finding_count
  from data_quality
  group by experiment_key
),

final as (
  select
    scorecards.*,
    coalesce(winning_variant_count, 0) as winning_variant_count,
    coalesce(losing_variant_count, 0) as losing_variant_count,
    coalesce(violated_guardrail_count, 0) as violated_guardrail_count,
    coalesce(losing_segment_count, 0) as losing_segment_count,
    coalesce(quality_finding_count, 0) as quality_finding_count
  from scorecards
  left join primary_outcomes on primary_outcomes.experiment_key = scorecards.experiment_key
  left join guardrail_outcomes on guardrail_outcomes.experiment_key = scorecards.experiment_key
  left join segment_outcomes on segment_outcomes.experiment_key = scorecards.experiment_key
  left join quality_outcomes on quality_outcomes.experiment_key = scorecards.experiment_key
)

select * from final

-- grain: one row per experiment (experiment_key), analysed or not

with experiments as (
  select * from {{ ref('dim_experiments') }}
),

scorecards as (
  select * from {{ ref('mart_experiment_scorecard') }}
),

final as (
  select
    experiments.experiment_key,
    experiments.flag_key,
    experiments.state,
    experiments.owner,
    experiments.hypothesis,
    experiments.primary_metric,
    experiments.analysis_mode,
    experiments.started_at,
    experiments.ended_at,
    experiments.duration_days,
    experiments.planned_unit_count,
    coalesce(scorecards.unit_count, 0) as unit_count,
    scorecards.verdict,
    scorecards.recommendation,
    scorecards.srm_severity,
    experiments.decision
  from experiments
  left join scorecards
    on scorecards.experiment_key = experiments.experiment_key
)

select * from final

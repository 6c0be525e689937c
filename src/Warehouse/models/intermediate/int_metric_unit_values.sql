-- grain: one row per experiment, unit and metric that counts; made from definitions, never written by hand

{{ config(materialized='view') }}

with units as (
  select * from {{ ref('int_experiment_exposure_validation') }}
  where is_crossover = 0
),

metrics as (
  select * from {{ ref('int_experiment_metrics') }}
),

outcomes as (
  select * from {{ ref('int_metric_unit_outcomes') }}
),

final as (
  select
    units.experiment_key,
    units.unit_id,
    metrics.metric_key,
    coalesce(outcomes.uncapped_value, 0) as uncapped_value,
    coalesce(outcomes.metric_value, 0) as metric_value
  from units
  inner join metrics
    on metrics.experiment_key = units.experiment_key
  left join outcomes
    on outcomes.experiment_key = units.experiment_key
    and outcomes.unit_id = units.unit_id
    and outcomes.metric_key = metrics.metric_key
  where outcomes.uncapped_value is not null
    or metrics.missing_rule = 'zero'
)

select * from final

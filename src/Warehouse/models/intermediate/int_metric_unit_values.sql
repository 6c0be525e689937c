-- grain: one row per experiment, unit and metric that counts; made from definitions, never written by hand

{{ config(materialized='view') }}

with units as (
  select * from {{ ref('int_experiment_units') }}
),

metrics as (
  select * from {{ ref('int_experiment_metrics') }}
),

rules as (
  select * from {{ ref('int_metric_rules') }}
),

outcomes as (
  select * from {{ ref('int_metric_unit_outcomes') }}
),

final as (
  select
    units.shard,
    metrics.experiment_metric_id,
    metrics.experiment_key,
    units.unit_id,
    metrics.metric_key,
    coalesce(outcomes.uncapped_value, 0) as uncapped_value,
    coalesce(outcomes.metric_value, 0) as metric_value,
    coalesce(outcomes.paired_value, 0) as paired_value
  from units
  inner join metrics
    on metrics.experiment_id = units.experiment_id
  inner join rules
    on rules.experiment_metric_id = metrics.experiment_metric_id
  left join outcomes
    on outcomes.shard = units.shard
    and outcomes.experiment_metric_id = metrics.experiment_metric_id
    and outcomes.value_place = units.unit_place + rules.metric_place
  where outcomes.metric_value is not null
    or metrics.missing_rule = 'zero'
)

select * from final

-- grain: one row per unit that counts, metric, and day and window, or earlier source, of which the metric sums the unit's events

{{ config(materialized='view') }}

with unit_days as (
  select * from {{ ref('int_metric_unit_daily') }}
  union all
  select * from {{ ref('int_metric_unit_sessions') }}
),

covariates as (
  select * from {{ ref('int_metric_unit_covariates') }}
),

window_inputs as (
  select * from {{ ref('int_metric_window_inputs') }}
),

covariate_inputs as (
  select inputs.*, rules.metric_place
  from {{ ref('int_metric_inputs') }} as inputs
  inner join {{ ref('int_metric_rules') }} as rules using (experiment_metric_id)
  where inputs.part = 'covariate'
),

-- Each half reads the units for itself: PostgreSQL would store what is named once and read twice, whole, before it takes a shard of it.
final as (
  select
    units.shard,
    units.unit_place + window_inputs.metric_place as value_place,
    units.experiment_id,
    units.unit_id,
    window_inputs.experiment_metric_id,
    window_inputs.is_paired,
    window_inputs.is_daily,
    unit_days.day,
    unit_days.window_id,
    unit_days.is_after_end,
    unit_days.event_count,
    unit_days.value_count,
    unit_days.value_sum
  from {{ ref('int_experiment_units') }} as units
  inner join unit_days
    on unit_days.shard = units.shard
    and unit_days.experiment_id = units.experiment_id
    and unit_days.unit_id = units.unit_id
  inner join window_inputs
    on window_inputs.window_id = unit_days.window_id
  where unit_days.is_after_end = 0
    or window_inputs.is_until_end = 0
  union all
  select
    units.shard,
    units.unit_place + covariate_inputs.metric_place as value_place,
    units.experiment_id,
    units.unit_id,
    covariate_inputs.experiment_metric_id,
    1 as is_paired,
    0 as is_daily,
    null as day,
    0 as window_id,
    0 as is_after_end,
    covariates.event_count,
    covariates.value_count,
    covariates.value_sum
  from {{ ref('int_experiment_units') }} as units
  inner join covariates
    on covariates.shard = units.shard
    and covariates.experiment_id = units.experiment_id
    and covariates.unit_id = units.unit_id
  inner join covariate_inputs
    on covariate_inputs.experiment_id = covariates.experiment_id
    and covariate_inputs.source_id = covariates.source_id
)

select * from final

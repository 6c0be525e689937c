-- grain: one row per window of a source and metric part that sums it

with windows as (
  select * from {{ ref('int_metric_windows') }}
),

inputs as (
  select * from {{ ref('int_metric_inputs') }}
  where part <> 'covariate'
),

rules as (
  select * from {{ ref('int_metric_rules') }}
),

final as (
  select
    windows.window_id,
    inputs.experiment_metric_id,
    rules.metric_place,
    inputs.is_daily,
    case inputs.part when 'denominator' then 1 else 0 end as is_paired,
    case when inputs.to_hours is null then 1 else 0 end as is_until_end
  from windows
  inner join inputs
    on {{ sums_window() }}
  inner join rules
    on rules.experiment_metric_id = inputs.experiment_metric_id
)

select * from final

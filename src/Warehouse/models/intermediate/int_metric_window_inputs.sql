-- grain: one row per window of a source and metric part that sums it

with windows as (
  select * from {{ ref('int_metric_windows') }}
),

inputs as (
  select * from {{ ref('int_metric_inputs') }}
  where part <> 'covariate'
),

final as (
  select
    windows.window_id,
    inputs.experiment_metric_id,
    inputs.is_daily,
    case inputs.part when 'denominator' then 1 else 0 end as is_paired,
    case when inputs.to_hours is null then 1 else 0 end as is_until_end
  from windows
  inner join inputs
    on inputs.experiment_id = windows.experiment_id
    and inputs.source_id = windows.source_id
  where case attribution_anchor when 'exposure' then exposed_from_hours else windows.from_hours end >= inputs.from_hours
    and (case attribution_anchor when 'exposure' then exposed_to_hours else windows.to_hours end <= inputs.to_hours or inputs.to_hours is null)
)

select * from final

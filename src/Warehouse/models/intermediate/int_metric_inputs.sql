-- grain: one row per experiment, metric and part (numerator, denominator, covariate): which events it sums, and when

with metrics as (
  select
    *,
    case metric_type when 'sessions' then 'sessions' else 'events' end as stream,
    case when metric_role in ('primary', 'guardrail') and metric_type not in ('quantile', 'retention', 'activation') then 1 else 0 end as is_daily
  from {{ ref('int_experiment_metrics') }}
),

parts as (
  select
    experiment_metric_id,
    experiment_id,
    is_daily,
    'numerator' as part,
    stream,
    coalesce(event_name, '') as event_name,
    value_field,
    filter_text,
    attribution_anchor,
    window_delay_hours as from_hours,
    window_delay_hours + attribution_window_hours as to_hours
  from metrics
  union all
  select
    experiment_metric_id,
    experiment_id,
    is_daily,
    'denominator' as part,
    stream,
    denominator_event_name as event_name,
    coalesce(denominator_value_field, 'value') as value_field,
    denominator_filter_text as filter_text,
    attribution_anchor,
    window_delay_hours as from_hours,
    window_delay_hours + attribution_window_hours as to_hours
  from metrics
  where metric_type = 'ratio'

  -- The same metric before the experiment. It ends with the assignment whatever the anchor: what the variant may have touched is no covariate.
  union all
  select
    experiment_metric_id,
    experiment_id,
    is_daily,
    'covariate' as part,
    stream,
    coalesce(event_name, '') as event_name,
    value_field,
    filter_text,
    'assignment' as attribution_anchor,
    -24 * {{ var('covariate_days') }} as from_hours,
    0 as to_hours
  from metrics
  where metric_type not in ('ratio', 'quantile', 'sessions')
    and {{ var('covariate_days') }} > 0
),

final as (
  select
    parts.*,
    cast(dense_rank() over (order by stream, event_name, value_field, filter_text) as integer) as source_id
  from parts
)

select * from final

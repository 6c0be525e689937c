-- grain: one row per metric and event that it reads

{{ config(materialized='view') }}

with events as (
  select * from {{ ref('stg_events') }}
),

metrics as (
  select * from {{ ref('dim_metric_registry') }}
  where is_newest = 1
    and filter_text = ''
    and metric_type <> 'sessions'
),

final as (
  select
    metrics.metric_key,
    events.event_id,
    metrics.metric_version,
    events.unit_id,
    events.day,
    events.occurred_at,
    case
      when metrics.metric_type in ('count', 'conversion', 'retention', 'activation') or metrics.numerator_aggregation = 'count' then 1
      when metrics.value_field = 'value' then events.value
      else {{ json_number('events.properties', 'metrics.value_field') }}
    end as metric_value
  from events
  inner join metrics
    on metrics.event_name = events.event_name
)

select * from final

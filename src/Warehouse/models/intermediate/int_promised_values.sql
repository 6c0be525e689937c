-- grain: one row per metric whose newest version promises something of the values of its events

with promises as (
  select * from {{ ref('stg_metric_contracts') }}
),

metric_events as (
  select * from {{ ref('fact_metric_events') }}
),

promised_keys as (
  select distinct
    metric_key,
    metric_version
  from promises
  where promise <> 'freshness_hours'
),

-- Seven days, so that a broken week shows and an old one is forgotten.
final as (
  select
    metric_events.metric_key,
    cast(count(*) as integer) as event_count,
    cast(count(metric_events.metric_value) as integer) as value_count,
    min(metric_events.metric_value) as lowest,
    max(metric_events.metric_value) as highest
  from metric_events
  inner join promised_keys
    on promised_keys.metric_key = metric_events.metric_key
    and promised_keys.metric_version = metric_events.metric_version
  where {{ datediff('metric_events.day', "date('" ~ var('watermark_at') ~ "')", 'day') }} < 7
  group by metric_events.metric_key
)

select * from final

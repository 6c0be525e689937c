-- grain: one row per metric and promise of its newest version

with promises as (
  select * from {{ ref('stg_metric_contracts') }}
),

metrics as (
  select * from {{ ref('dim_metric_registry') }}
  where is_newest = 1
),

recent_values as (
  select * from {{ ref('int_promised_values') }}
),

event_counts as (
  select * from {{ ref('int_event_counts_daily') }}
),

newest_promises as (
  select
    promises.*,
    metrics.owner_team,
    metrics.event_name
  from promises
  inner join metrics
    on metrics.metric_key = promises.metric_key
    and metrics.metric_version = promises.metric_version
),

newest_events as (
  select
    event_name,
    max(last_event_at) as newest_at
  from event_counts
  group by event_name
),

observations as (
  select
    newest_promises.*,
    case newest_promises.promise
      when 'min_value' then recent_values.lowest
      when 'max_value' then recent_values.highest
      when 'max_null_rate' then 1 - cast(recent_values.value_count as double precision) / nullif(recent_values.event_count, 0)
      else cast({{ datediff('newest_events.newest_at', "'" ~ var('watermark_at') ~ "'", 'second') }} as double precision) / 3600
    end as observed
  from newest_promises
  left join recent_values
    on recent_values.metric_key = newest_promises.metric_key
  left join newest_events
    on newest_events.event_name = newest_promises.event_name
),

final as (
  select
    metric_key,
    promise,
    metric_version,
    owner_team,
    event_name,
    promised,
    observed,
    case
      when observed is null then case when promise = 'freshness_hours' then 'broken' else 'unknown' end
      when promise = 'min_value' and observed < promised then 'broken'
      when promise <> 'min_value' and observed > promised then 'broken'
      else 'kept'
    end as status
  from observations
)

select * from final

-- grain: one row per raw table or model

{{ config(materialized='view') }}

with event_counts as (
  select * from {{ ref('int_event_counts_daily') }}
),

assignments as (
  select * from {{ ref('stg_assignments') }}
),

exposures as (
  select * from {{ ref('stg_exposures') }}
),

models as (
  select * from {{ ref('int_published_models') }}
),

arrivals as (
  select 'raw.events' as component, day, sum(event_count) as row_count, max(last_event_at) as newest_at
  from event_counts
  group by day
  union all
  select 'raw.assignments', date(assigned_at), count(*), max(assigned_at)
  from assignments
  group by date(assigned_at)
  union all
  select 'raw.exposures', date(exposed_at), count(*), max(exposed_at)
  from exposures
  group by date(exposed_at)
),

numbered_arrivals as (
  select
    arrivals.*,
    row_number() over (partition by component order by day desc) as day_age
  from arrivals
),

components as (
  select 'model' as component_kind, model as component, watermark_at as newest_at, row_count, built_at, elapsed_seconds, is_newest_published
  from models
  union all
  select 'source', component, newest_at, row_count, null, null, 1
  from numbered_arrivals
  where day_age = 1
),

aged_components as (
  select
    components.*,
    cast({{ datediff('newest_at', "'" ~ var('watermark_at') ~ "'", 'second') }} as double precision) / 3600 as behind_hours
  from components
),

final as (
  select
    component_kind,
    component,
    newest_at,
    row_count,
    built_at,
    elapsed_seconds,
    behind_hours,
    case
      when is_newest_published = 0 then 'failed'
      when behind_hours > {{ var('freshness_sla_hours') }} then 'late'
      else 'ok'
    end as status
  from aged_components
)

select * from final
